"""French words as notions: stems, families of synonyms, empty words, names of streets. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple

from portal.cms.folding import fold, without_accents

# What is left of the weight of a word that any idea may begin with, and of the name of a street.
_EMPTY_PART = 0.15
_STREET_PART = 0.25
# The longest word that is remembered; longer ones are cut, nobody writes them in earnest.
_LONGEST_WORD = 40
_MOST_WORDS = 30_000
# An idea says what it is about in its first lines; the rest would cost time and find little.
_LONGEST_TITLE = 400
_LONGEST_TEXT = 800

# Words for one and the same thing in the life of a city, a family a line; a member of several words
# holds when all are met. Without them one pair in five more is missed (docs/similar-ideas.md).
_FAMILIES = (
    "vélo, bicyclette, cycle, cyclable, cycliste",
    "piste, voie",
    "cantine, restauration scolaire, restaurant scolaire",
    "bio, biologique",
    "télétravail, travail distance, travailler distance, travail domicile, travailler chez soi",
    "agent, personnel, employé, salarié, collègue",
    "usager, habitant, citoyen, riverain, administré, population",
    "poubelle, corbeille, déchet, ordure, bac",
    "tri, trier, recyclage, recycler",
    "formation, former, apprendre, cours",
    "accueil, guichet, réception",
    "covoiturage, voiture partagée, partager voiture, trajet partagé",
    "voiture, véhicule, auto",
    "numérique, dématérialiser, dématérialisé, dématérialisation, internet, ligne, électronique, "
    "pdf",
    "informatique, ordinateur",
    "paie, paye, salaire",
    "fiche, bulletin",
    "financement, financer, mécénat, mécène, subvention, argent",
    "enquête, enquêter, sondage, questionnaire",
    "diminuer, diminution, réduire, réduction, baisser, moins",
    "mutualiser, mutualisation, partager, partagé, mettre commun, mise commun",
    "matériel, outil, équipement",
    "lumière, éclairage, éclairer, lampadaire, allumé, allumer",
    "éteindre, couper",
    "horaire, heure ouverture",
    "médiathèque, bibliothèque",
    "aménagement, aménager",
    "entraide, entraider, aider, aide, accompagner, accompagnement, s’aider",
    "participation, participer, associer, consulter, concertation, concerter, impliquer",
    "domicile, maison",
    "isolé, seul, solitude",
    "personne âgée, ancien, senior, aîné, retraité",
    "chef, cadre, encadrant, encadrement, manager, management, managérial, hiérarchie",
    "réunion, réunir",
    "autonomie, autonome",
    "compétence, talent, savoir faire, sait faire",
    "reconnaître, reconnaissance, valoriser, valorisation, prendre compte, tenir compte",
    "méthode, méthodologie, référentiel",
    "piloter, pilotage, conduite, conduire, gérer, gestion",
    "expliquer, explication, comprendre, compréhension, détailler",
    "élu, politique, municipalité",
    "tarif, prix, coût, cher",
    "jeter, gaspiller, gaspillage",
    "réparer, réparation, recoudre",
    "énergie, consommation, consommé, électricité",
    "arbre, végétaliser, ombre",
    "banc, siège",
    "stationnement, parking, garer, arceau",
    "garage, local",
    "bruit, bruyant, nuisance sonore",
    "sécurité, sécurisé, sûreté, fermé",
    "chien, canin, canine",
    "crotte, déjection",
    "verbaliser, amende, contravention",
    "association, asso",
    "besoin, attente",
    "urbanisme, développement urbain",
    "école, scolaire",
    "interprète, traducteur, traduction",
    "signaler, signalement",
    "soir, nuit",
)

# What an idea may begin or be padded with, whatever its subject.
_EMPTY_WORDS = (
    "mettre place mise œuvre créer création proposer développer développement améliorer "
    "amélioration favoriser renforcer poursuivre promouvoir encourager organiser instaurer faire "
    "fait avoir être pouvoir permettre falloir faut faudrait devoir doit devrait vouloir voudrait "
    "souhaiter donner rendre mener élaborer définir réaliser prévoir action plan démarche nouveau "
    "nouvelle mieux plus moins bien meilleur bon bonne tout tous toute chaque chacun autre ville "
    "mairie commune municipal service public usage utiliser utilisation svp merci stop vraiment "
    "comme quand comment entre sans sous avant après aussi afin cela ça c’est très trop peu "
    "beaucoup idée projet question problème quelque même être lieu plutôt notamment etc exemple "
    "rue avenue boulevard quai impasse allée "
    "pr ts ds 1 seul lors dont notre nos sur vers chez auprès ici"
)


def _stems(words: str) -> list[str]:
    return fold(words).split()


def _read_families() -> tuple[dict[str, str], tuple[tuple[frozenset[str], str], ...]]:
    """Stem to family, and the members of several words, longest first."""
    single: dict[str, str] = {}
    several: dict[frozenset[str], str] = {}
    for line in _FAMILIES:
        members = [stems for member in line.split(",") if (stems := _stems(member))]
        family = "-".join(members[0])
        for member in members:
            if len(member) == 1:
                single.setdefault(member[0], family)
            else:
                several.setdefault(frozenset(member), family)
    return single, tuple(sorted(several.items(), key=lambda pair: (-len(pair[0]), sorted(pair[0]))))


_singles, _EXPRESSIONS = _read_families()
FAMILIES: Mapping[str, str] = MappingProxyType(_singles)
EMPTY = frozenset(_stems(_EMPTY_WORDS))

# The name of a street says where, not what: rue Jean-Jaurès, avenue Victor-Hugo, quai Voltaire.
# After an article the name is most often a thing (rue de l’école), which does count.
_STREETS = frozenset(_stems("rue avenue boulevard quai impasse allée"))
_STREET = re.compile(
    r"\b(?:rue|avenue|boulevard|quai|impasse|allee)\s+(?!(?:a|au|aux|d|de|des|du|en|et|la|le|les)\b)"
    r"(\w+(?:-\w+)*)"
)


class _Remembered(dict[str, tuple[str, ...]]):
    """The stems of each word met, forgotten when there are too many: quicker than `lru_cache`."""

    def __missing__(self, word: str) -> tuple[str, ...]:
        if len(self) >= _MOST_WORDS:
            self.clear()
        stems = tuple(_stems(word[:_LONGEST_WORD]))
        if len(word) <= _LONGEST_WORD:
            self[word] = stems
        return stems


_remembered = _Remembered()


def _stems_of_all(text: str) -> frozenset[str]:
    return frozenset(chain.from_iterable(map(_remembered.__getitem__, text.split())))


_stems_of_text = lru_cache(maxsize=1_000)(_stems_of_all)


def stems_in(text: str) -> frozenset[str]:
    """The stems of the beginning of a text, without order.

    Each different word is folded once, then remembered; so is a text for a while, since the same
    candidates come back at each letter typed.
    """
    return _stems_of_text(text[:_LONGEST_TEXT])


class Notion(NamedTuple):
    """The stems that brought a notion, and the part of its weight that they deserve."""

    stems: frozenset[str]
    part: float = 1.0


Notions = Mapping[str, Notion]


def notions_of(text: str) -> Notions:
    """The notions of a title, by name."""
    return _notions_of(text[:_LONGEST_TITLE])


@lru_cache(maxsize=5_000)
def _notions_of(text: str) -> Notions:
    left = set(_stems_of_all(text))
    streets = frozenset() if left.isdisjoint(_STREETS) else _street_stems(text)
    notions: dict[str, Notion] = {}
    for members, family in _EXPRESSIONS:
        if members <= left:
            left -= members
            notions[family] = Notion(members)
    for stem in sorted(left):
        family = FAMILIES.get(stem, stem)
        if family in notions or stem in streets:
            stems = frozenset((stem,)).union(notions[family].stems if family in notions else ())
            notions[family] = Notion(stems, _part(stems, streets))
        else:
            notions[family] = _alone(stem)
    return MappingProxyType(notions)


@lru_cache(maxsize=30_000)
def _alone(stem: str) -> Notion:
    stems = frozenset((stem,))
    return Notion(stems, _part(stems, frozenset()))


def _street_stems(text: str) -> frozenset[str]:
    names = _STREET.findall(without_accents(text))
    return frozenset(stem for name in names for stem in _stems(name))


def _part(stems: frozenset[str], streets: frozenset[str]) -> float:
    if stems <= EMPTY:
        return _EMPTY_PART
    return _STREET_PART if stems <= streets else 1.0


def _family_members() -> Mapping[str, frozenset[str]]:
    members: dict[str, set[str]] = {}
    for stem, family in FAMILIES.items():
        members.setdefault(family, set()).add(stem)
    return MappingProxyType({family: frozenset(stems) for family, stems in members.items()})


def _family_expressions() -> Mapping[str, tuple[frozenset[str], ...]]:
    found: dict[str, list[frozenset[str]]] = {}
    for members, family in _EXPRESSIONS:
        found.setdefault(family, []).append(members)
    return MappingProxyType({family: tuple(several) for family, several in found.items()})


# The single words of a family, and its expressions of several words.
MEMBERS = _family_members()
EXPRESSIONS_OF = _family_expressions()
