"""French words of a city by the thousand, as usual or as rare as in real texts, and their stems."""

import random
from collections.abc import Iterator
from itertools import accumulate, islice

from participation.models.contributions import TITLE_LENGTH
from portal.cms.folding import fold

# What most sentences are made of, and says nothing of a subject.
_LINKS = """
    de la les des du et pour dans le en à un une sur avec plus que qui au aux par nous il ce
    sont être faire mieux
""".split()  # noqa: SIM905 - easier to read as a text
_NOUNS = """
    vélo arbre école cour piste marché cantine repas compost tri papier fontaine gymnase sport
    bibliothèque horaire guichet numérique aide senior jeune quartier place banc ombre eau pluie
    toiture lumière nuit bruit trottoir poussette fauteuil accès bus enfant parent famille voisin
    jardin potager abeille mare talus haie parc square allée passage rue avenue carrefour feu
    voiture parking garage tram train gare navette covoiturage piéton trajet vitesse zone chantier
    énergie chaleur chauffage isolation fenêtre toit panneau solaire soleil vent froid canicule
    déchet poubelle carton verre bouteille gourde plastique recyclage réparation atelier outil prêt
    partage don troc brocante ressource matière achat fourniture menu légume fruit producteur viande
    crèche collège classe récréation devoir lecture livre musique théâtre danse fête concert musée
    patrimoine histoire fresque peinture photo exposition cinéma jeu ludothèque stade piscine club
    tournoi terrain vestiaire santé soin médecin pharmacie handicap rampe signal bande police
    éclairage caméra secours prévention médiation dialogue réunion conseil budget impôt tarif
    facture démarche dossier formulaire rendez-vous accueil agent service mairie bureau téléphone
    courrier site application ordinateur logiciel réseau fibre wifi formation emploi stage métier
    entreprise commerce boutique artisan terrasse café logement loyer immeuble façade balcon
    locataire étudiant colocation retraite solidarité bénévole association collecte vestiaire abri
    refuge animal chien chat pigeon rivière berge quai pont barque pêche zone humide forêt sentier
    randonnée carte plan fléchage affiche annonce journal presse radio mémoire cimetière
""".split()  # noqa: SIM905 - easier to read as a text
_ENDINGS = """
    s age ages ation ations ement ements eur euse eurs able ables ique iques iste istes ade ades
    ité ités aire aires ier ière iers ières ette ettes erie eries isme ien ienne
""".split()  # noqa: SIM905 - easier to read as a text
_PREFIXES = ("éco-", "inter", "multi", "anti-", "mini-", "co-", "re", "auto")
# Zipf-Mandelbrot: the most usual word of a subject stands in one text out of six or so.
_SHIFT = 2.7
_BATCH = 200_000
_WITH_NUMBER = 0.1


class Vocabulary:
    """Words drawn by Zipf's law; each is reduced to its stem once and for all."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        nouns = list(dict.fromkeys(_NOUNS))
        made = [noun + ending for noun in nouns for ending in _ENDINGS]
        made += [prefix + noun for noun in nouns for prefix in _PREFIXES]
        draw.shuffle(nouns)
        draw.shuffle(made)
        self.words = list(dict.fromkeys([*_LINKS, *nouns, *made]))
        self._stems = [fold(word) for word in self.words]
        self._weights = list(accumulate(1 / (rank + _SHIFT) for rank in range(len(self.words))))
        self._drawn: Iterator[int] = iter(())

    def _tokens(self, count: int) -> list[int]:
        found = list(islice(self._drawn, count))
        while len(found) < count:
            places = range(len(self.words))
            drawn = self._draw.choices(places, cum_weights=self._weights, k=_BATCH)
            self._drawn = iter(drawn)
            found += islice(self._drawn, count - len(found))
        return found

    def text(self) -> tuple[str, str, str]:
        """A title, a text, and the stems of both as the model keeps them."""
        length = int(self._draw.triangular(5, 11, 6))
        tokens = self._tokens(length + int(self._draw.triangular(12, 90, 20)))
        words = [self.words[token] for token in tokens]
        stems = [self._stems[token] for token in tokens if self._stems[token]]
        # An address now and then: numbers that nearly nobody else writes.
        if self._draw.random() < _WITH_NUMBER:
            number = str(self._draw.randrange(1, 30_000))
            words.append(number)
            stems.append(number)
        while len(" ".join(words[:length])) > TITLE_LENGTH:
            length -= 1
        return " ".join(words[:length]), " ".join(words[length:]), " ".join(stems)
