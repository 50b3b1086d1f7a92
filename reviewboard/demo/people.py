"""The people of the demo: invented, each with a reason to be there. All have one password, which is printed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import create_account, find_account
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours

DOMAIN = "board.example"  # reserved: no mail ever reaches it
PASSWORD = "a calm reading room"  # noqa: S105 (demo accounts guard nothing)


@dataclass(frozen=True)
class DemoPerson:
    """A person of the demo: `key` is the part before the @; `reads` the languages an assessor reads."""

    key: str
    name: str
    language: str
    unit: str
    team: str
    supervisor: str | None = None
    reads: str = "fr,en"

    @property
    def email(self) -> str:
        """The address with which this person signs in."""
        return f"{self.key}@{DOMAIN}"


_PERSONNEL, _TRAINING = "Ressources humaines, Mont-Salvin", "Training, Halden"
_AUDIT, _APPEALS = "Vérification, Port-Méril", "Objections, Windrush"
_BENEFITS, _PLANNING = "Benefits, Fairhaven", "Planification, Fort-Tremble"

ADMINISTRATOR = DemoPerson("admin", "Colette Vaillant", "fr", _PERSONNEL, "Équipe 1")
COORDINATOR = DemoPerson("coordination", "Étienne Lapierre", "fr", _PERSONNEL, "Équipe 2")
AUDITOR = DemoPerson("auditor", "Ruth Pemberton", "en", _TRAINING, "Team 1")
LEADS = (
    DemoPerson("helene.beaulieu", "Hélène Beaulieu", "fr", _PERSONNEL, "Équipe 3"),
    DemoPerson("gordon.sinclair", "Gordon Sinclair", "en", _TRAINING, "Team 2"),
)
ASSESSORS = (
    DemoPerson("florence.caron", "Florence Caron", "fr", _AUDIT, "Équipe 1", reads="fr,en"),
    DemoPerson("samir.okafor", "Samir Okafor", "en", _APPEALS, "Team 1", reads="fr,en"),
    DemoPerson("luc.arsenault", "Luc Arsenault", "fr", _PLANNING, "Équipe 1", reads="fr"),
    DemoPerson("josee.belzile", "Josée Belzile", "fr", _AUDIT, "Équipe 2", reads="fr"),
    DemoPerson("fiona.macisaac", "Fiona MacIsaac", "en", _BENEFITS, "Team 1", reads="en"),
    DemoPerson("priya.dhillon", "Priya Dhillon", "en", _APPEALS, "Team 2", reads="fr,en"),
    DemoPerson("thierry.boucher", "Thierry Boucher", "fr", _PLANNING, "Équipe 2", reads="fr"),
)
CANDIDATES = (
    DemoPerson("amelie.bergeron", "Amélie Bergeron", "fr", "Recouvrement, Belle-Grève", "Équipe 1"),
    DemoPerson("nathan.corbett", "Nathan Corbett", "en", _APPEALS, "Team 1", supervisor="florence.caron"),
    DemoPerson("rachid.bissonnette", "Rachid Bissonnette", "fr", "Recouvrement, Belle-Grève", "Équipe 2"),
    DemoPerson("valerie.tremblay", "Valérie Tremblay", "fr", "Prestations, Lac-Perdrix", "Équipe 1"),
    DemoPerson("grace.thornbury", "Grace Thornbury", "en", "Collections, Eastmere", "Team 1"),
    DemoPerson("ian.kowalchuk", "Ian Kowalchuk", "en", "Collections, Eastmere", "Team 2"),
    DemoPerson("noemie.fortin", "Noémie Fortin", "fr", "Communications, Val-des-Ormes", "Équipe 1"),
    DemoPerson("keith.redfern", "Keith Redfern", "en", "Technology, Stonebridge", "Team 1"),
    DemoPerson("sylvie.gagnon", "Sylvie Gagnon", "fr", "Finances, Rivière-Clairon", "Équipe 1"),
    DemoPerson("mei.chan", "Mei Chan", "en", "Technology, Stonebridge", "Team 2"),
    DemoPerson("olivier.pelletier", "Olivier Pelletier", "fr", "Finances, Rivière-Clairon", "Équipe 2"),
    DemoPerson("tara.whitaker", "Tara Whitaker", "en", "Business Services, Graywater", "Team 1"),
    DemoPerson("yasmine.roy", "Yasmine Roy", "fr", "Communications, Val-des-Ormes", "Équipe 2"),
    DemoPerson("owen.fraser", "Owen Fraser", "en", "Business Services, Graywater", "Team 2"),
    DemoPerson("sebastien.nadeau", "Sébastien Nadeau", "fr", "Prestations, Lac-Perdrix", "Équipe 2"),
    DemoPerson("joelle.desrosiers", "Joëlle Desrosiers", "fr", "Collecte, Anse-au-Loup", "Équipe 1"),
    DemoPerson("leanne.underhill", "Leanne Underhill", "en", "Planning, Three Elms", "Team 1"),
    DemoPerson("mireille.arcand", "Mireille Arcand", "fr", "Approvisionnement, Roche-Plate", "Équipe 1"),
    DemoPerson("hugo.delisle", "Hugo Delisle", "fr", "Communications, Val-des-Ormes", "Équipe 3"),
    DemoPerson("denise.lavallee", "Denise Lavallée", "fr", "Courrier, Pont-aux-Pins", "Équipe 1"),
    DemoPerson("martin.ashworth", "Martin Ashworth", "en", "Licensing, Fernhill", "Team 1"),
    DemoPerson("lucie.quirion", "Lucie Quirion", "fr", "Courrier, Pont-aux-Pins", "Équipe 2"),
    DemoPerson("ginette.savoie", "Ginette Savoie", "fr", "Immobilier, Pré-Vert", "Équipe 1"),
    DemoPerson("colin.hathaway", "Colin Hathaway", "en", "Licensing, Fernhill", "Team 2"),
)
EVERYONE = (ADMINISTRATOR, COORDINATOR, AUDITOR, *LEADS, *ASSESSORS, *CANDIDATES)


def make_accounts(*, now: datetime) -> None:
    """Make every account of the demo: the administrator's first, by whom the others are made."""
    for person in EVERYONE:
        actor = SYSTEM if person == ADMINISTRATOR else principal(ADMINISTRATOR)
        with transaction():
            supervisor = find_account(f"{person.supervisor}@{DOMAIN}") if person.supervisor else None
            create_account(
                email=person.email, name=person.name, language=person.language, unit=person.unit, team=person.team,
                supervisor_id=supervisor.id if supervisor else None, password=PASSWORD, actor=actor, now=now,
                administrator=person == ADMINISTRATOR, auditor=person == AUDITOR,
            )  # fmt: skip


def demo_account(person: DemoPerson) -> Account:
    """Return a demo person's account. Raises NotYours when it was never made."""
    account = find_account(person.email)
    if account is None:
        raise NotYours()
    return account


def principal(person: DemoPerson) -> Principal:
    """Return a demo person as the one who acts, with the roles they hold now."""
    return principal_of(demo_account(person).id)


def principal_of(account_id: str) -> Principal:
    """Return an account as the one who acts, with the roles it holds now."""
    account = db.session.get_one(Account, account_id)
    roles = db.session.execute(select(Membership.cycle_id, Membership.role).where(Membership.account_id == account_id)).all()
    return Principal(
        account_id=account.id, name=account.name, language=account.language, timezone=account.timezone,
        administrator=account.is_administrator, auditor=account.is_auditor,
        memberships=frozenset((cycle, Role(role)) for cycle, role in roles),
    )  # fmt: skip
