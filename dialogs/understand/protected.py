"""Words obeyed whoever owns the conversation: stop, start, help, a human. In French and English, and always whole.

Recall first: a person who wants silence gets it, also with typos, politeness or insults around the word. But the word
inside a sentence about something else ("we have to STOP this bill") is not an order. Carriers' lists:
https://help.twilio.com/articles/223134027 and https://docs.aws.amazon.com/sms-voice/latest/userguide/keywords-required.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from dialogs.understand.topics import find_topic
from dialogs.understand.words import fold, squeeze

Kind = Literal["stop", "start", "help", "human"]


class Protected(NamedTuple):
    kind: Kind
    language: str | None = None  # where the word has one


_WORDS: Mapping[Kind, Mapping[str | None, str]] = {
    "stop": {
        None: "stop stopp sotp stpo tsop dtop srop stip stpp",  # "stp" is no typo: it is "please" in French
        "en": "stopall unsubscribe unsubscribed optout revoke remove",
        "fr": "arret arrets arrete arretes arreter arretez stopper stoppez desabo desabonner desabonnement desabonnez "
        "desinscription desinscrire desinscrivez resilier",
    },
    "start": {
        None: "start unstop",
        "en": "restart resume resubscribe subscribe",
        "fr": "reprendre reprends reprenez recommencer recommence reactiver reabonner abonner",
    },
    "help": {
        "en": "help hepl hlep halp sos",
        "fr": "aide aides aider aied adie secours",
    },
    "human": {
        "en": "human humans humn humna agent operator representative advisor adviser person someone somebody",
        "fr": "humain humains humaine humian umain conseiller conseillere operateur operatrice quelqu'un",
    },
}
# Common words elsewhere, orders on a phone: carriers require them there.
_SMS_WORDS: Mapping[Kind, Mapping[str | None, str]] = {
    "stop": {None: "cancel end quit fin"},
    "start": {"en": "yes", "fr": "oui"},
    "help": {None: "info"},
}
_SIGNS: Mapping[str, Kind] = {"?": "help", "??": "help", "???": "help", "🆘": "help", "🛑": "stop", "⛔": "stop"}

_AROUND = re.compile(
    r"\b(?:s il (?:te|vous) plait|silvou?plait|thank you|bonjour|bonsoir|salut|hello|hi|hey|svp|stp|please|pls|plz|merci"
    r"|thanks|thx|ok|okay|alors|donc|maintenant|now|immediately|immediatement|tout de suite|right now|at once"
    r"|bordel|putain|merde|connards?|batards?|enfoires?|salauds?|fuck|fucking|fuckers?|damn|shit|bastards?|idiots?|bloody"
    r"|assholes?|guys|les gars|monsieur|madame|sir)\b"
)
_ASKING = (
    r"(?:(?:can|could|will|would) you |i (?:want|need|wish|would like|d like)(?: you)? to |je (?:veux|voudrais|souhaite) "
    r"|(?:merci|il faut|besoin) (?:de |d )|veuillez |(?:pouvez|voulez) vous |peux tu |tu peux |vous pouvez |il faut |just )?"
)
_THINGS_EN = r"(?:messages?|texts?|sms|ads?|adverts?|advertising|spam|notifications?|marketing|e ?mails?|subscription)"
_THINGS_FR = r"(?:messages?|sms|pubs?|publicites?|textos?|spams?|notifications?|e ?mails?|envois?|abonnements?)"
_OF_EN = r"(?:all|any|the|these|those|this|your|more|my|of|me|us|stupid|annoying)"
_OF_FR = r"(?:de|d|des|du|les|le|la|l|vos|votre|tes|ces|cette|mes|mon|aucune?|toutes?|tous|rien|me|m)"
_EVER = r"(?: anymore| any more| again| ever| ever again| at all)?"
_STOP_EN = (
    rf"unsubscribe(?: me)?(?: from .{{1,40}})?|opt(?: me)? out(?: of .{{1,40}})?",
    rf"(?:stop|quit|cease|end|cancel|no more)(?: {_OF_EN})* {_THINGS_EN}{_EVER}",
    r"(?:stop|quit) (?:it|this|that|all|everything|all of (?:it|this|that))",
    rf"(?:stop|quit|cease) (?:texting|messaging|writing|contacting|spamming|bothering|harassing|emailing|mailing)"
    rf"(?: to)?(?: me| us)?{_EVER}",
    rf"(?:stop|quit|cease) (?:sending|getting|receiving)(?: {_OF_EN})*(?: {_THINGS_EN}| anything| stuff| things)?{_EVER}",
    rf"stop receiving(?: {_OF_EN})* {_THINGS_EN}",
    rf"(?:do not|don t|dont|never|stop to) (?:text|message|write|contact|send|email|bother|spam|disturb)(?: to)?(?: me| us)"
    rf"(?: anything| {_THINGS_EN})?{_EVER}",
    r"leave me alone|get lost|go away|(?:off|piss off)",
    r"(?:remove|delete|take) me(?: off| from)?(?: (?:your|the|this|all)(?: \w+)? lists?)?",
    rf"i (?:do not|don t|dont) want (?:to (?:get|receive) )?(?:{_OF_EN} )*{_THINGS_EN}(?: from you)?{_EVER}",
    rf"i (?:do not|don t|dont) want to hear from you{_EVER}",
)
_STOP_FR = (
    rf"(?:stop|stoppe[rz]?|arrete[rzs]?|cesse[rz]?)(?: {_OF_FR})* (?:tout|ca|cela|{_THINGS_FR})",
    rf"(?:stop|arrete[rzs]?|cesse[rz]?)(?: de| d)(?: m| me| nous)?"
    rf" (?:ecrire|envoyer|contacter|harceler|spammer|embeter|deranger|relancer|solliciter|saouler|souler)"
    rf"(?:(?: {_OF_FR})* {_THINGS_FR})?",
    rf"(?:ne |n )?(?:me |m |nous )?(?:ecri[st]|ecrivez|envoye[zs]?|envoies?|contacte[zs]?|derange[zs]?|harcele[zs]?|embete[zs]?"
    rf"|sollicite[zs]?|spamme[zs]?) plus(?: jamais)?(?: rien|(?: {_OF_FR})* {_THINGS_FR})?",
    rf"(?:je )?(?:ne |n )?(?:veux|voudrais|souhaite|desire) (?:plus|pas|plus rien)(?: recevoir| avoir)?(?: {_OF_FR})* "
    rf"(?:{_THINGS_FR}|rien)(?: de vous| de votre part)?",
    r"(?:je )?(?:ne |n )?(?:veux|voudrais|souhaite|desire) plus (?:rien )?recevoir(?: rien)?(?: de vous| de votre part)?",
    r"(?:desabonne[zr]?|desinscri(?:s|vez|re)|retire[zr]?|supprime[zr]?|enleve[zr]?)(?: moi| me)"
    r"(?: de (?:vos|votre|la|cette|ta|tes|ces) (?:listes?|fichiers?|base)(?: .{1,20})?)?",
    r"me (?:desabonner|desinscrire)(?: de .{1,30})?|comment (?:me )?(?:desabonner|desinscrire)",
    r"(?:laisse[zr]?|lache[zr]?) moi(?: tranquille| en paix)?|(?:foute[zs]|fous|fiche[zs]?) moi la paix|degage[zs]?",
    rf"(?:plus|pas|ni) (?:{_OF_FR} )*{_THINGS_FR}|ca suffit(?: (?:{_OF_FR} )*{_THINGS_FR})?|ca suffit comme ca",
)
_START = (
    r"start (?:again|over|messages|sending(?: messages)?)|subscribe me|resubscribe me|(?:re|me re|)abonne[zr]? ?moi|me reabonner",
    r"(?:reprenez|reprendre|reprends|reactive[zr]?) (?:les|vos|tes) (?:messages|envois|sms)|write to me again|ecrivez moi a nouveau",
)
_HELP = (
    r"(?:i )?need(?: some)? help|help me(?: out)?|can you help(?: me)?|how does (?:this|it) work|what can you do",
    r"(?:j ai )?besoin d aide|aide[zr]? moi|(?:pouvez vous|peux tu|vous pouvez|tu peux) m aider|comment ca marche|au secours"
    r"|que (?:sais tu|savez vous) faire|a l aide",
)
_PERSON = (
    r"(?:humans?|humains?|humaine|agents?|persons?|personne|people|someone|somebody|quelqu un|conseill(?:er|ere)|vendeu(?:r|se)"
    r"|operat(?:or|eur|rice)|representative|advis[eo]r|colleague|collegue|employee?|responsable|manager|staff"
    r"|service clients?|customer (?:service|support|care)|support|team|equipe)"
)
_ONE = r"(?:(?:un|une|a|an|one|le|la|l|the|your|votre|some)\s)?(?:(?:vrai|vraie|real|actual|live|autre|human|physical)\s)?"
_WISH = (
    r"(?:je (?:veux|voudrais|souhaite|prefere|peux)|j aimerais(?: bien)?|i (?:want|need|wish|prefer|would like|d like|would rather)"
    r"|can i|could i|may i|let me|puis je|est ce que je peux|pouvez vous me|passe[rz]? moi|give me|get me|donne[rz]? moi"
    r"|connect me|transfer me|mette[rz] moi|besoin d|is there|y a t il|il y a)"
)
_TALK = (
    r"(?:to )?(?:parler|discuter|echanger|speak|talk|chat|communicate|passer|mettre en (?:relation|contact)|avoir|voir|get|reach)"
)
_HUMAN = (
    rf"(?:{_WISH} )?(?:{_TALK} )?(?:(?:a|avec|to|with|par|en relation avec) )?{_ONE}{_PERSON}"
    r"(?: (?:reel|reelle|physique|humaine?|de chez vous|du magasin|instead|here|d humain))?",
    r"(?:pas|not|no)(?: un| de| a| the| le)? (?:robot|bot|machine|chatbot)s?",
    r"(?:je ne veux pas|i (?:don t|do not) want to) (?:parler|talk|speak) (?:a|to|with|avec) (?:un|une|a|the) (?:robot|bot|machine)",
)


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_ASKING + "(?:" + "|".join(phrases) + ")")


_PHRASES: tuple[tuple[re.Pattern[str], Protected], ...] = (
    (_pattern(_STOP_EN), Protected("stop", "en")),
    (_pattern(_STOP_FR), Protected("stop", "fr")),
    (_pattern(_HUMAN), Protected("human")),
    (_pattern(_HELP), Protected("help")),
    (_pattern(_START), Protected("start")),
)


def _table(*tables: Mapping[Kind, Mapping[str | None, str]]) -> dict[str, Protected]:
    return {
        squeeze(fold(word)): Protected(kind, language)
        for table in tables
        for kind, by_language in table.items()
        for language, words in by_language.items()
        for word in words.split()
    }


_ANYWHERE = _table(_WORDS)
_ON_SMS = _table(_WORDS, _SMS_WORDS)
# Long enough that a slip of the finger is still no other word.
_FUZZY = ("arrete", "arreter", "arretez", "unsubscribe", "desabonner", "desabonnement", "desinscription", "desinscrire")


def protected(text: str, channel: str, topics: Sequence[Mapping[str, Any]] = ()) -> Kind | None:
    """What is ordered, if anything: to be asked first, whoever owns the conversation. Pure.

    With `topics` (as in the facts), "STOP offers" is an order too; the flow `stop` will find the topic again.
    """
    found = recognise(text, channel)
    if found is None and topics and stopped_topic(fold(text), topics):
        return "stop"
    return found.kind if found else None


def recognise(text: str, channel: str) -> Protected | None:
    """As `protected`, with the language of the word."""
    text = text.strip()
    if text[:1] == "/" and text[:6].lower() == "/start":
        return None  # how Telegram says hello: https://core.telegram.org/bots/features#deep-linking
    table = _ON_SMS if channel == "sms" else _ANYWHERE
    folded = fold(text)
    if not folded:
        sign = _SIGNS.get(text.rstrip("\ufe0f"))
        return Protected(sign) if sign else None
    return table.get(squeeze(folded)) or _within(folded, table)


def stopped_topic(folded: str, topics: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The topic of "STOP offers", "plus de promos", "no more news"."""
    bare = _bare(folded)
    found = _STOP_TOPIC.fullmatch(bare)
    return find_topic(found[1], topics) if found else None


_STOP_TOPIC = re.compile(
    _ASKING
    + r"(?:stop|stoppe[rz]?|arrete[rz]?|arret|desabonne[zr]? moi d[eu]s?|unsubscribe(?: me)? from|unfollow|no more|stop (?:sending|writing)"
    r"(?: me)?(?: about)?|plus d[e']?|plus aucune?|pas d[e']?|(?:je )?(?:ne )?veux plus (?:recevoir )?d[eu]s?|ne plus suivre) (.{2,60})"
)


def _within(folded: str, table: Mapping[str, Protected]) -> Protected | None:
    bare = _bare(folded)
    if not bare:
        return None
    found = table.get(squeeze(bare))
    if found is None and " " not in bare:
        return Protected("stop") if len(bare) >= 5 and any(_near(bare, word) for word in _FUZZY) else None
    return found or next((meaning for pattern, meaning in _PHRASES if pattern.fullmatch(bare)), None)


def _bare(folded: str) -> str:
    """Without politeness, greetings and insults, and without saying it twice."""
    words = " ".join(_AROUND.sub(" ", folded).split()).split()
    return " ".join(word for at, word in enumerate(words) if at == 0 or words[at - 1] != word)


def _near(word: str, known: str) -> bool:
    """One slip apart (two in a long word): a letter more, less, other, or two swapped."""
    allowed = 1 if len(known) < 10 else 2
    if abs(len(word) - len(known)) > allowed or word[0] != known[0]:
        return False
    before: list[int] = []
    row = list(range(len(known) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(known, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == known[j - 2] and word[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1] <= allowed
