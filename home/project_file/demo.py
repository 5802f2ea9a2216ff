"""Loading the demonstration: the model city, its accounts, and fictitious examples on top."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from engagements.actions import record_update
from engagements.models import Commitment, CommitmentUpdate, Department, DepartmentMember
from engagements.queries import department_ids_of
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.agents.actions import grant_agent_status
from portal.agents.enums import AgentSource
from portal.cms.models import SiteSettings

from ..enums import Plate
from ..models import NewsCategory, NewsIndexPage, NewsPage
from ..roles import install_roles
from .bodies import stream
from .demo_activities import numbered
from .demo_answers import load_answers
from .demo_body import BodyLoader, load_department_project
from .demo_briefing_set import check_briefings
from .demo_mechanisms import Scene, load_mechanisms
from .demo_processes import ProcessLoader
from .demo_progress import ProgressLoader, corrected
from .demo_reactions import load_neighbourhoods
from .demo_reviews import load_reviews
from .demo_set import AccountExample, DemoFile, NewsExample, UpdateExample, check_demo
from .faults import Fault, InvalidFileError
from .loading import write
from .report import Outcome, Report
from .shapes import Checks
from .site import default_site
from .source import attempt, read_source
from .wanted import Wanted
from .writer import Writer

logger = logging.getLogger(__name__)

ROLES = {
    "communications": Role.COMMUNICATIONS,
    "participation": Role.PARTICIPATION,
    "moderator": Role.MODERATORS,
    "pilot": Role.PILOTS,
    "follow_up": Role.FOLLOW_UP,
    "people": Role.PEOPLE,
    "auditor": Role.AUDITORS,
    "data_protection": Role.DATA_PROTECTION,
}


@dataclass(frozen=True)
class Demo:
    """What was loaded, and who may sign in."""

    report: Report
    accounts: list[AccountExample]


class NotADemonstrationError(Exception):
    """This site is somebody's: examples and accounts with public passwords have no place there."""


def load_demo(folder: Path, *, at: datetime) -> Demo:
    """Loads a city (project.yaml, texts.yaml) and its fictitious set (demo.yaml), dated from `at`.

    Refuses files with a fault (InvalidFileError) and a site that is not a demonstration
    (NotADemonstrationError), before any write. Running it again changes nothing and loses nothing:
    what visitors wrote or edited stays, what they deleted does not come back. The one exception:
    a call that should be open (or to come) and no longer is, and whose dates nobody edited, gets
    new ones, so that the demonstration can always be tried.
    """
    source = read_source(folder / "project.yaml", folder / "texts.yaml")
    faults: list[Fault] = []
    document, demo = attempt(folder / "demo.yaml", DemoFile, faults)
    if document and demo:
        checks = Checks(document)
        check_demo(demo, source.facts, checks)
        check_briefings(demo.briefings, [one.key for one in demo.departments], checks)
        faults += checks.faults
    if faults or demo is None:
        raise InvalidFileError(faults)
    _refuse_elsewhere()
    report = Report()
    with transaction.atomic():
        write(source, report)
        _write_demo(demo, report, at)
    logger.info(
        "Demonstration loaded",
        extra={"event": "home.demo.loaded", "objects_created": report.total(Outcome.CREATED)},
    )
    return Demo(report, demo.accounts)


def _refuse_elsewhere() -> None:
    """A demonstration runs on one's own machine, on a database that holds nothing else."""
    is_demo = SiteSettings.objects.filter(is_demo=True).exists()
    if settings.SECURE_SSL_REDIRECT or (User.objects.exists() and not is_demo):
        raise NotADemonstrationError


def _write_demo(demo: DemoFile, report: Report, at: datetime) -> None:
    _mark_site()
    writer = Writer(report)
    staff = _load_accounts(demo, report, install_roles(), at)
    departments = {
        item.key: _load_department(item.key, item.name, writer) for item in demo.departments
    }
    _join_departments(demo, departments, at)
    for position, news in enumerate(demo.news):
        _load_news(news, position, writer, at)
    places = load_neighbourhoods(demo.neighbourhoods, writer)
    load_mechanisms(demo, Scene(writer, at, departments, staff, places))
    author = staff.get(Role.PARTICIPATION)
    load_answers(demo.historic_answers, writer, at=at, departments=departments, author=author)
    processes = ProcessLoader(writer, at=at, departments=departments)
    for process in demo.processes:
        processes.load(process)
    BodyLoader(writer, at=at, departments=departments).load(demo.follow_up_body)
    for project in demo.department_projects:
        load_department_project(project, writer, at=at, departments=departments)
    progress = ProgressLoader(writer, demo.progress, at=at)
    progress.load()
    for update in demo.updates:
        _record(update, departments, progress, at, staff.get(Role.PILOTS))
    load_reviews(demo.reviews, report, at)
    writer.fingerprints.save()


def _mark_site() -> None:
    """Says on every page that this is a demonstration, and where it answers today."""
    site = default_site()
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    here = (address.hostname or "localhost", address.port or 80)
    if (site.hostname, site.port) != here:
        site.hostname, site.port = here
        site.save()
    SiteSettings.objects.filter(site=site, is_demo=False).update(is_demo=True)


def _load_accounts(
    demo: DemoFile, report: Report, groups: dict[Role, Group], at: datetime
) -> dict[str, User]:
    """The accounts, and for each role somebody who has it; passwords changed since stay."""
    staff: dict[str, User] = {}
    departments = {item.key: item.name for item in demo.departments}
    for account in demo.accounts:
        user = User.objects.filter(email=account.email).first()
        report.count("account", Outcome.UNCHANGED if user else Outcome.CREATED)
        user = user or _create_account(account, departments, groups, at)
        if role := ROLES.get(account.role):
            staff.setdefault(role, user)
    return staff


def _create_account(
    account: AccountExample,
    departments: dict[str, str],
    groups: dict[Role, Group],
    at: datetime,
) -> User:
    is_administrator = account.role == "administrator"
    user = User.objects.create_user(
        account.email,
        account.password,
        display_name=account.display_name,
        department_name=departments.get(account.department or "", "")[:120],
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    if role := ROLES.get(account.role):
        user.groups.add(groups[role])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if account.role != "resident":
        grant_agent_status(user=user, source=AgentSource.OFFICER, at=at, tell=False)
    return user


def _join_departments(demo: DemoFile, departments: dict[str, Department], at: datetime) -> None:
    """Has each account of a department act for it, unless somebody chose another since."""
    for account in demo.accounts:
        department = departments.get(account.department or "")
        user = User.objects.get(email=account.email)
        if department and user.groups.exists() and not user.department_memberships.exists():
            DepartmentMember.objects.create(department=department, user=user, since=at)


def _load_department(key: str, name: str, writer: Writer) -> Department:
    import_key = f"example/{key}"
    found = Department.objects.filter(import_key=import_key).first()
    found = found or Department.objects.filter(slug=key).first()
    wanted = Wanted(
        key=f"department/{key}", texts={"name": name}, defaults={"import_key": import_key}
    )
    return writer.row("department", wanted, found, Department(slug=key))


def _load_news(news: NewsExample, position: int, writer: Writer, at: datetime) -> None:
    key = f"news/{news.key}"
    exists = NewsPage.objects.filter(import_key=key).exists()
    if not exists and writer.fingerprints.knows(key):
        return  # Somebody deleted it.
    plates = Plate.values
    category = None
    if news.category:
        category = NewsCategory.objects.filter(name=news.category).first() or writer.row(
            "category",
            Wanted(key=f"category/{slugify(news.category)}", texts={"name": news.category}),
            None,
            NewsCategory(plate=plates[-1 - NewsCategory.objects.count() % len(plates)]),
        )
    wanted = Wanted(
        key=key,
        texts={
            "title": news.title,
            "introduction": news.introduction,
            "body": stream(news.body),
        },
        defaults={
            "date": timezone.localdate(at) - timedelta(days=news.days_ago),
            "audience": news.audience,
            "category": category,
            "tags": news.tags,
            "is_example": True,
        },
        relations={} if exists else {"commitments": numbered(news.commitments)},
    )
    index = NewsIndexPage.objects.get(import_key="page/news")
    writer.page("news", NewsPage, wanted, parent=index, slug=slugify(news.key)[:80])


def _record(
    update: UpdateExample,
    departments: dict[str, Department],
    progress: ProgressLoader,
    at: datetime,
    user: User | None,
) -> None:
    """Records the news once, through the action that departments use."""
    key = f"example/{update.key}"
    if CommitmentUpdate.objects.filter(import_key=key).exists():
        progress.count(Outcome.UNCHANGED)
        return
    today = timezone.localdate(at)
    department = departments[update.department]
    commitment = Commitment.objects.get(number=update.commitment)
    if commitment.lead_department_id is None:
        commitment.lead_department = department
        commitment.save(update_fields=["lead_department"])
    due_on = None if update.due_in_days is None else today + timedelta(days=update.due_in_days)
    record_update(
        commitment=commitment,
        status=update.status,
        text=update.text,
        author_function=department.name,
        reported_on=today - timedelta(days=update.days_ago),
        at=at,
        # News of a department that the example pilot does not act for was recorded by nobody.
        user=user if user and department.pk in department_ids_of(user) else None,
        due_on=due_on,
        due_precision=update.due_precision,
        status_reason=update.reason,
        next_step=update.next_step,
        corrects=corrected(update.corrects),
        evidence=progress.proofs(update.evidence),
        milestones=progress.reached(commitment, update.key),
        figures=progress.figures(commitment, update.key),
        is_example=True,
        import_key=key,
    )
    progress.count(Outcome.CREATED)
