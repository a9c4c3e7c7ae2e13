"""Why a message was not sent, or not yet, in the customer's words: one sentence for each code the policy knows.

`REASONS` is the whole list; a test holds that the policy says nothing that is not here. `SHORT` is for counting: "2
(your limit), 1 (your days)".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from gateway.terms.wording import ByLanguage, both

REASONS: Final[Mapping[str, ByLanguage]] = {
    "OK": both("Rien ne s'y opposait dans vos choix.", "Nothing in your choices stood against it."),
    "CHANNEL_CHOSEN": both(
        "Il est venu par le canal que vous avez choisi.", "It came by the channel that you chose."
    ),
    "DUPLICATE": both("Il vous avait déjà été envoyé.", "It had been sent to you before."),
    "EXPIRED": both("Il arrivait trop tard pour être utile.", "It came too late to be of use."),
    "EXPIRES_BEFORE": both("Ensuite, il n'était plus valable.", "By then it was no longer valid."),
    "DEFERRED_TOO_OFTEN": both("Il a attendu trop longtemps.", "It waited too long."),
    "COLLAPSED": both("Un message plus récent l'a remplacé.", "A newer message took its place."),
    "ENGINE_OFF": both("Nos envois étaient suspendus.", "Our sending was switched off."),
    "CAMPAIGN_STOPPED": both("Nous avons arrêté cette campagne.", "We stopped this campaign."),
    "HUMAN_HAS_CONVERSATION": both(
        "Vous parliez avec une personne : le robot s'est tu.", "You were talking with a person: the robot kept quiet."
    ),
    "NO_BOT": both("Vous ne voulez pas de robot.", "You want no robot."),
    "SILENCE_BRAND": both("Nous avons suspendu nos messages.", "We suspended our messages."),
    "SILENCE_TOPIC": both("Nous avons suspendu ce sujet.", "We suspended this topic."),
    "SILENCE_CHANNEL": both("Nous avons suspendu ce canal.", "We suspended this channel."),
    "ERASED": both("Vos données ont été effacées à votre demande.", "Your data was erased as you asked."),
    "RESTRICTED": both("Le traitement de vos données est limité.", "The use of your data is restricted."),
    "MINOR": both("Nous n'envoyons pas de publicité aux mineurs.", "We send no advertising to minors."),
    "STOP_ALL": both("Vous avez dit STOP.", "You said STOP."),
    "STOP_CHANNEL": both("Vous avez dit STOP sur ce canal.", "You said STOP on this channel."),
    "STOP_TOPIC": both("Vous avez dit STOP pour ce sujet.", "You said STOP about this topic."),
    "NO_CONSENT": both("Vous n'avez pas accepté ces messages.", "You did not agree to such messages."),
    "CONSENT_EXPIRED": both("Votre accord a expiré.", "Your consent has expired."),
    "OPTIN_PENDING": both("Vous n'avez pas encore confirmé votre accord.", "You have not confirmed your consent yet."),
    "PLATFORM_OPTOUT": both(
        "Vous avez refusé ces messages auprès de l'opérateur ou de l'application.",
        "You refused such messages with the carrier or in the app.",
    ),
    "TOPIC_OFF": both("Vous ne voulez plus rien sur ce sujet.", "You want nothing more about this topic."),
    "PULL_ONLY": both("Vous demandez vous-même sur ce sujet.", "You ask for this topic yourself."),
    "TOPIC_DIGEST": both("Vous recevez ce sujet dans un récapitulatif.", "You get this topic in a summary."),
    "PAUSED": both("Vous avez fait une pause.", "You are taking a break."),
    "COMPLAINT_OPEN": both("Votre réclamation est en cours.", "Your complaint is being looked at."),
    "COMPLAINT_COOLOFF": both("Votre réclamation vient d'être réglée.", "Your complaint was settled only recently."),
    "OUT_OF_STOCK": both("L'article n'est plus disponible.", "The item is sold out."),
    "ALREADY_BOUGHT": both("Vous l'avez déjà acheté.", "You have bought it already."),
    "LEFT_SEGMENT": both("Il ne vous concernait plus.", "It no longer concerned you."),
    "OFFER_ENDED": both("L'offre est terminée.", "The offer has ended."),
    "REVIEW": both("Une personne doit d'abord le relire.", "A person has to look at it first."),
    "NO_ADDRESS": both("Nous n'avons aucune adresse où vous écrire.", "We have no address to write to you."),
    "CHANNEL_NOT_CHOSEN": both("Vous avez choisi d'autres canaux.", "You chose other channels."),
    "GROUP_CHAT": both("Nous n'envoyons pas de publicité à des groupes.", "We send no advertising to groups."),
    "BLOCKED_BY_USER": both("Vous nous avez bloqués dans l'application.", "You blocked us in the app."),
    "UNREACHABLE": both("Votre adresse n'est plus joignable.", "Your address cannot be reached any more."),
    "UNVERIFIED_ADDRESS": both("Cette adresse n'est pas encore confirmée.", "This address is not confirmed yet."),
    "WINDOW_CLOSED_NO_TEMPLATE": both(
        "L'application ne nous laisse plus écrire librement.", "The app no longer lets us write freely."
    ),
    "WINDOW_UNKNOWN": both(
        "Vous ne nous avez encore jamais écrit sur ce canal.", "You have never written to us on this channel."
    ),
    "TEMPLATE_NOT_ALLOWED": both(
        "L'application ne transmet pas de publicité dans votre pays.", "The app carries no advertising in your country."
    ),
    "SCHEDULED": both("Il est prévu pour plus tard.", "It is planned for later."),
    "QUIET_HOURS": both("Ce n'est pas à vos heures.", "It is outside your hours."),
    "QUIET_DAY": both("Ce n'est pas un de vos jours.", "It is not one of your days."),
    "HOLIDAY": both("C'est un jour férié.", "It is a public holiday."),
    "LEGAL_WINDOW": both("La loi ne permet pas d'écrire à cette heure.", "The law allows none at this hour."),
    "NO_WINDOW_BEFORE_EXPIRY": both(
        "Aucune heure ne convenait avant sa fin.", "No hour was right before it ended."
    ),
    "MIN_GAP": both("Nous venions de vous écrire.", "We had just written to you."),
    "BUSY_IN_CONVERSATION": both("Vous étiez en train de nous écrire.", "You were just writing to us."),
    "CAP_OVERALL": both("Votre limite de messages est atteinte.", "Your limit of messages is reached."),
    "CAP_CHANNEL": both("Votre limite sur ce canal est atteinte.", "Your limit on this channel is reached."),
    "CAP_CATEGORY": both("Votre limite pour ces messages est atteinte.", "Your limit for such messages is reached."),
    "CAP_TOPIC": both("Votre limite sur ce sujet est atteinte.", "Your limit on this topic is reached."),
    "CAP_BRAND": both("Nous nous limitons nous-mêmes.", "We keep to a limit of our own."),
    "CAP_CAMPAIGN": both(
        "Cette campagne vous a déjà assez écrit.", "This campaign has written to you often enough."
    ),
    "LOST_TO_PRIORITY": both(
        "Un message plus important passe avant.", "A message that matters more goes first."
    ),
    "PLATFORM_LIMIT": both(
        "L'application limite la publicité que vous recevez.", "The app limits the advertising that you get."
    ),
}  # fmt: skip

SHORT: Final[Mapping[str, ByLanguage]] = {
    **dict.fromkeys(("CAP_OVERALL", "CAP_CHANNEL", "CAP_CATEGORY", "CAP_TOPIC"), both("votre limite", "your limit")),
    **dict.fromkeys(("CAP_BRAND", "CAP_CAMPAIGN", "MIN_GAP"), both("notre retenue", "our own restraint")),
    **dict.fromkeys(("QUIET_HOURS",), both("vos heures", "your hours")),
    **dict.fromkeys(("QUIET_DAY",), both("vos jours", "your days")),
    **dict.fromkeys(("HOLIDAY",), both("jour férié", "public holiday")),
    **dict.fromkeys(("LEGAL_WINDOW", "NO_WINDOW_BEFORE_EXPIRY"), both("la loi", "the law")),
    **dict.fromkeys(("PAUSED",), both("votre pause", "your break")),
    **dict.fromkeys(("STOP_ALL", "STOP_CHANNEL", "STOP_TOPIC", "PLATFORM_OPTOUT"), both("STOP", "STOP")),
    **dict.fromkeys(
        ("NO_CONSENT", "CONSENT_EXPIRED", "OPTIN_PENDING", "ERASED"), both("sans votre accord", "without your consent")
    ),
    **dict.fromkeys(("TOPIC_OFF", "PULL_ONLY", "TOPIC_DIGEST"), both("vos sujets", "your topics")),
    **dict.fromkeys(("COMPLAINT_OPEN", "COMPLAINT_COOLOFF"), both("votre réclamation", "your complaint")),
    **dict.fromkeys(("SILENCE_BRAND", "SILENCE_TOPIC", "SILENCE_CHANNEL"), both("notre silence", "our silence")),
}
OTHER: Final = both("autre raison", "another reason")


def reason(code: str) -> ByLanguage:
    """What this code means. One that a newer or an older version gave is told as it is."""
    return REASONS.get(code, both(code, code))


def short(code: str) -> ByLanguage:
    return SHORT.get(code, OTHER)
