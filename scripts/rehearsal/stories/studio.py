"""What data scientists work in: a platform team launches a domain and a person, corrects a mistake, and ends both."""

from collections.abc import Iterator

from scripts.errors import ConfigurationError
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal, Story
from scripts.rehearsal.studio import DOMAIN, PROFILE, RehearsedStudio


def _steps(rehearsal: Rehearsal) -> Iterator[Step]:
    platform = rehearsal.people.platform
    if platform is None:
        raise ConfigurationError(f"nobody launches a {DOMAIN}", hint="name a profile: --as platform=PROFILE")
    studio = RehearsedStudio(platform, rehearsal.request)
    yield Step("launch", studio.launch)
    yield Step("enable projects", studio.enable_projects)
    yield Step("settings of the domain", studio.settings)
    yield Step("set up a team", studio.set_up_team)
    yield Step("a person in a wrong domain", studio.wrong_domain)
    yield Step("a person in the domain", studio.add_person)
    yield Step("a domain with people is kept", studio.keep_while_in_use)
    yield Step("delete", studio.end)


STORY = Story(products=(DOMAIN, PROFILE), default_parameters=(), steps=_steps)
