"""What the lessons of a corpus say, in five languages.

The sentences are there to be read, indexed and rendered; they are short, and true.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """The texts of one language; ``{n}`` is the number of the lesson."""

    home: str
    title: str
    sections: tuple[str, str, str, str]
    sentences: tuple[str, ...]
    comment: str
    mass: str
    events: str
    name: str
    alt: str
    caption: str
    step: str
    count: str
    all: str
    selected: str
    table: str


WORDS = {
    "en": Words(
        home="Lessons",
        title="Lesson {n}: the mass of a pair",
        sections=("Why a mass", "Reading the events", "The distribution", "Counting"),
        sentences=(
            "Two leptons that come from one particle remember its mass.",
            "The energy of the pair and its momentum are conserved in the decay.",
            "A histogram counts how many pairs fall into each interval of mass.",
            "Pairs that have nothing to do with each other can have any mass.",
            "The statistical uncertainty of a count grows as its square root.",
            "A selection keeps the events in which the signal is easy to see.",
        ),
        comment="the leptons of every event",
        mass="Mass of the pair [GeV]",
        events="Events",
        name="Simulation {n}",
        alt="A histogram of the mass of the lepton pair with one peak, lesson {n}.",
        caption="Mass of the two leptons, simulated, lesson {n}.",
        step="Step",
        count="Pairs",
        all="all",
        selected="near the peak",
        table="Pairs before and after the selection, lesson {n}.",
    ),
    "fr": Words(
        home="Leçons",
        title="Leçon {n} : la masse d’une paire",
        sections=("Pourquoi une masse", "Lire les événements", "La distribution", "Compter"),
        sentences=(
            "Deux leptons issus d’une même particule gardent la mémoire de sa masse.",
            "L’énergie de la paire et sa quantité de mouvement se conservent.",
            "Un histogramme compte les paires qui tombent dans chaque intervalle de masse.",
            "Des paires sans rapport entre elles peuvent avoir n’importe quelle masse.",
            "L’incertitude statistique d’un comptage croît comme sa racine carrée.",
            "Une sélection garde les événements où le signal se voit bien.",
        ),
        comment="les leptons de chaque événement",
        mass="Masse de la paire [GeV]",
        events="Événements",
        name="Simulation n° {n}",
        alt="Un histogramme de la masse de la paire de leptons, avec un pic, leçon {n}.",
        caption="Masse des deux leptons, simulée, leçon {n}.",
        step="Étape",
        count="Paires",
        all="toutes",
        selected="près du pic",
        table="Paires avant et après la sélection, leçon {n}.",
    ),
    "es": Words(
        home="Lecciones",
        title="Lección {n}: la masa de un par",
        sections=("Por qué una masa", "Leer los sucesos", "La distribución", "Contar"),
        sentences=(
            "Dos leptones que vienen de una misma partícula recuerdan su masa.",
            "La energía del par y su cantidad de movimiento se conservan.",
            "Un histograma cuenta los pares que caen en cada intervalo de masa.",
            "Los pares sin relación entre sí pueden tener cualquier masa.",
            "La incertidumbre estadística de un recuento crece como su raíz cuadrada.",
            "Una selección guarda los sucesos en los que la señal se ve bien.",
        ),
        comment="los leptones de cada suceso",
        mass="Masa del par [GeV]",
        events="Sucesos",
        name="Simulación n.º {n}",
        alt="Un histograma de la masa del par de leptones, con un pico, lección {n}.",
        caption="Masa de los dos leptones, simulada, lección {n}.",
        step="Paso",
        count="Pares",
        all="todos",
        selected="cerca del pico",
        table="Pares antes y después de la selección, lección {n}.",
    ),
    "de": Words(
        home="Lektionen",
        title="Lektion {n}: die Masse eines Paars",
        sections=("Warum eine Masse", "Ereignisse lesen", "Die Verteilung", "Zählen"),
        sentences=(
            "Zwei Leptonen aus einem Teilchen erinnern sich an dessen Masse.",
            "Die Energie des Paars und sein Impuls bleiben beim Zerfall erhalten.",
            "Ein Histogramm zählt, wie viele Paare in jedes Massenintervall fallen.",
            "Paare, die nichts miteinander zu tun haben, können jede Masse haben.",
            "Die statistische Unsicherheit einer Zählung wächst wie ihre Wurzel.",
            "Eine Auswahl behält die Ereignisse, in denen das Signal gut zu sehen ist.",
        ),
        comment="die Leptonen jedes Ereignisses",
        mass="Masse des Paars [GeV]",
        events="Ereignisse",
        name="Simulation Nr. {n}",
        alt="Ein Histogramm der Masse des Leptonpaars mit einem Gipfel, Lektion {n}.",
        caption="Masse der beiden Leptonen, simuliert, Lektion {n}.",
        step="Schritt",
        count="Paare",
        all="alle",
        selected="nahe am Gipfel",
        table="Paare vor und nach der Auswahl, Lektion {n}.",
    ),
    "it": Words(
        home="Lezioni",
        title="Lezione {n}: la massa di una coppia",
        sections=("Perché una massa", "Leggere gli eventi", "La distribuzione", "Contare"),
        sentences=(
            "Due leptoni che vengono da una stessa particella ne ricordano la massa.",
            "L’energia della coppia e la sua quantità di moto si conservano.",
            "Un istogramma conta le coppie che cadono in ogni intervallo di massa.",
            "Coppie senza relazione fra loro possono avere qualsiasi massa.",
            "L’incertezza statistica di un conteggio cresce come la sua radice quadrata.",
            "Una selezione conserva gli eventi in cui il segnale si vede bene.",
        ),
        comment="i leptoni di ogni evento",
        mass="Massa della coppia [GeV]",
        events="Eventi",
        name="Simulazione n. {n}",
        alt="Un istogramma della massa della coppia di leptoni, con un picco, lezione {n}.",
        caption="Massa dei due leptoni, simulata, lezione {n}.",
        step="Passo",
        count="Coppie",
        all="tutte",
        selected="vicino al picco",
        table="Coppie prima e dopo la selezione, lezione {n}.",
    ),
}
