from dataclasses import replace

import pytest

from workbench.articles import furniture
from workbench.articles.kinds import Block
from workbench.articles.lines import Line, split_lines

LONG = "The council met on Tuesday to speak about the bridge, which was closed in the spring, and about its cost. "
LONG = (LONG * 2).strip()


def line(text, hint=""):
    return Line(text, 0, len(text), hint=hint)


@pytest.mark.parametrize(
    "text",
    [
        "Share this:",
        "Facebook",
        "Advertisement",
        "- Advertisement -",
        "Adblock Detected",
        "Skip to main content",
        "This site uses Akismet to reduce spam. Learn how your comment data is processed.",
        "Your email address will not be published. Required fields are marked *",
        "Tags: water, desert",
        "Filed Under: City, Housing",
        "© 2025 The Gazette. All rights reserved.",
        "5 min read",
        "• 2d • 3 min read",
        "1.2K Followers",
        "list 1 of 3Why the port is empty",
        "---",
        "***",
        "We use cookies to improve the site.",
        "Click to share on Facebook (Opens in new window)",
        "Tu dirección de correo electrónico no será publicada.",
        "[Internal link: drought guide]",
        "Story continues below advertisement",
        "In this article: airlines, delays",
    ],
)
def test_boilerplate(text):
    assert furniture.boilerplate_rule(line(text)) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Share prices fell by a tenth on Monday.",
        "Follow the money and the picture is less tidy.",
        "Comments from the public will be heard.",
        "Powered by two engines, the ferry crossed in an hour.",
        "Posted in Berlin for years, the diplomat speaks German.",
        "Some of the links between the parties are old.",
        "Reader comments poured in after the broadcast.",
        "Our standards are high, the minister said.",
        "Home sales rose.",
        "Register of deeds opens again",
        "Link to the old trial denied",
        "Print runs are falling, and so are sales.",
        "| a | b |",
        "Terms of service at the port require a permit.",
    ],
)
def test_not_boilerplate(text):
    assert furniture.boilerplate_rule(line(text)) is None


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Share this article", "share-prompt"),
        ("Auf Facebook teilen", "share-prompt"),
        ("Partager sur Facebook", "share-prompt"),
        ("Compartilhe:", "share-prompt"),
        ("Compartir en Whatsapp", "share-prompt"),
        ("Kommentare Drucken Teilen", "buttons"),
        ("Facebook X Whatsapp Copiar enlace", "buttons"),
        ("Wir verwenden Cookies", "cookie-notice"),
        ("Continuer sans accepter", "cookie-notice"),
        ("Configurar cookies", "cookie-notice"),
        ("Utilizamos cookies para melhorar o site", "cookie-notice"),
        ("Newsletter abonnieren", "newsletter-prompt"),
        ("Toutes nos newsletters", "newsletter-prompt"),
        ("Get the best of our reporting in your inbox", "newsletter-prompt"),
        ("Anzeige", "advertisement"),
        ("La suite après cette publicité", "advertisement"),
        ("Continua após a publicidade", "advertisement"),
        ("To continue reading, subscribe today", "subscription-wall"),
        ("This article is for subscribers only", "subscription-wall"),
        ("Dieser Artikel ist nur für Abonnenten", "subscription-wall"),
        ("Article réservé aux abonnés", "subscription-wall"),
        ("Il vous reste 62 % de cet article à lire. La suite est réservée aux abonnés.", "subscription-wall"),
        ("Conteúdo exclusivo para assinantes", "subscription-wall"),
        ("¿Ya eres suscriptor? Inicia sesión", "subscription-wall"),
        ("14:32 GMT", "live-stamp"),
        ("14.32 Uhr", "live-stamp"),
        ("17h48", "live-stamp"),
        ("Updated 3 hours ago", "live-stamp"),
        ("vor 12 Minuten", "live-stamp"),
        ("Mis à jour il y a 2 heures", "live-stamp"),
        ("há 2 horas", "live-stamp"),
        ("Hace 2 horas", "live-stamp"),
        ("Key events", "live-stamp"),
        ("Show key events only", "live-stamp"),
        ("Schlagwörter: Deich, Küste", "tag-list"),
        ("Mots-clés : pont, ville", "tag-list"),
        ("Palavras-chave: rio", "tag-list"),
        ("Alle Rechte vorbehalten", "copyright"),
        ("Deine E-Mail-Adresse wird nicht veröffentlicht.", "comment-form"),
        ("O seu endereço de e-mail não será publicado.", "comment-form"),
        ("Primary Sidebar", "sidebar"),
        ("Correction: An earlier version of this article gave a wrong year.", "correction"),
        ("Correction (Dec. 3): The year was wrong.", "correction"),
        ("This article was amended on 4 December 2025.", "correction"),
        ("Editor’s note: This story has been updated to correct a name.", "correction"),
        ("Korrektur: Die Sitzung begann um 13 Uhr.", "correction"),
        ("In einer früheren Version dieses Artikels hieß es anders.", "correction"),
        ("Rectificatif : elles sont seize.", "correction"),
        ("Cet article a été modifié le 4 décembre.", "correction"),
        ("Fe de errores: empezó el miércoles.", "correction"),
        ("Esta noticia ha sido corregida: mide 19 metros.", "correction"),
        ("Correção: são cinco anos.", "correction"),
        ("Este texto foi corrigido às 12h10: são duas.", "correction"),
    ],
)
def test_rules_have_names(text, rule):
    assert furniture.boilerplate_rule(line(text)) == rule


def test_corrections_may_be_longer_than_other_phrases():
    note = "Correction: An earlier version of this article gave a wrong year. "
    assert furniture.boilerplate_rule(line(note + LONG + LONG)) == "correction"
    assert furniture.boilerplate_rule(line(f"Tags: {LONG} {LONG}")) is None
    assert furniture.boilerplate_rule(line(note + LONG * 9)) is None


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Did you know? Ice floats.", "Did you know"),
        ("“Did you know?” Ice floats.", "Did you know"),
        ("“Did you know?” box: Ice floats.", "Did you know"),
        ("**Did You Know?** Ice floats.", "Did you know"),
        ("💡 Did you know?", "Did you know"),
        ("Pro Tip: Walk.", "Pro tip"),
        ("“Pro Tip:” Walk.", "Pro tip"),
        ("> **Pro Tip:** Walk.", "Pro tip"),
        ("PRO TIP: Walk.", "Pro tip"),
        ("**Expert Tip** — Walk.", "Expert tip"),
        ("Pro Tip - Walk.", "Pro tip"),
        ("Expert Insight", "Expert insight"),
        ("[Expert Insight] “Walk,” she says.", "Expert insight"),
        ("🔑 Key Takeaway – Walk.", "Key takeaway"),
        ("Key Takeaways", "Key takeaways"),
        ("Editor’s note: Names were changed.", "Editor's note"),
        ("Note: Names were changed.", "Note"),
        ("Bottom line: Walk.", "Bottom line"),
        ("¿Sabías que…? El hielo flota.", "Sabías que"),
        ("Dato clave: El hielo flota.", "Dato clave"),
        ("Gut zu wissen: Eis schwimmt.", "Gut zu wissen"),
        ("Le saviez-vous ? La glace flotte.", "Le saviez-vous"),
        ("À savoir : la glace flotte.", "À savoir"),
        ("Você sabia? O gelo flutua.", "Você sabia"),
    ],
)
def test_callouts(text, label):
    assert furniture.callout_label(line(text)) == label


@pytest.mark.parametrize(
    "text",
    [
        "Key takeaways were few at the meeting.",
        "Note that the plan needs no law.",
        "Did you know that rain follows the plough? It does not.",
        "Tips from staff suggest that drafts exist.",
        "The bottom line is that demand never went away.",
        "Background checks take a week.",
        "Context matters here.",
        "Warning signs were ignored.",
        "Highlights",
        "Why It Matters",
        "Pro tip-offs are rare.",
        "Expert views differ.",
        "In brief, nothing changed.",
        "Remember the flood of 1953.",
        "Claves del mercado de invierno",
        "Hintergrund ist ein Streit um Wasser.",
        "À savoir qui paiera, personne ne s’y risque.",
        "Destaques da temporada ficaram de fora.",
    ],
)
def test_not_callouts(text):
    assert furniture.callout_label(line(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "Photo: AFP",
        "Image credit: Getty",
        "Foto: EFE",
        "(Photo by Ken Ido)",
        "Photo by Elias Maurer on Unsplash",
        "Crews remove planks on Friday. (Staff photo by Ken Ido)",
        "A wafer in a clean room. (Photo: handout)",
        "The old opera house © Provided by The Herald",
        "Containers at the port, October 30, 2025. REUTERS/Mika Torn",
        "[1/2]Containers at the port.",
        "Item 1 of 2 Containers at the port.",
        "[Image: a map of the river]",
        "Source: harbour authority",
        "Bild: Imago",
        "Schafe auf dem Deich. (Foto: Lars Wendt/dpa)",
        "Crédit photo : Mairie",
        "Le pont fermé. JULIEN MASSON / AFP",
        "Barcos no rio. Crédito: Divulgação",
        "Sala principal. / ARCHIVO",
        "The clinic at night. (Dana Holt / Valley Radio)",
    ],
)
def test_captions(text):
    assert furniture.is_caption(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "Voters must show identification (photo ID).",
        "Photographs of the bridge show rust.",
        "The image of the port has changed.",
        "Sources said the vote would be close.",
        "File-swappers ready new network",
        "“Photo albums burned,” she said.",
        "Video of the crash was shown in court.",
        "He works for Reuters.",
        "Map readers were lost.",
        "Der Bild am Sonntag sagte er: Das wird teuer.",
        "Sie las die Zeitung (Bild am Sonntag).",
        "Fonte de renda da vila, a pesca parou.",
    ],
)
def test_not_captions(text):
    assert not furniture.is_caption(line(text))


@pytest.mark.parametrize(
    "text",
    [
        "What Comes After the Ice",
        "Prices climb again",
        "## The Arithmetic of a Doorbell",
        "**The Road Ahead**",
        "1. Cheaper Cells",
        "What Happens Next?",
        "Who pays?",
        "What Happens Next:",
        "‘We chose elsewhere’",
        "In a Nutshell",
    ],
)
def test_headings(text):
    lines = [line(text), line(LONG)]
    assert furniture.is_heading(lines[0], lines, 0)


@pytest.mark.parametrize(
    "text",
    [
        "It did not rain.",
        "“You hate to do it.”",
        "She called it “a huge win.”",
        "By the end of the week, they had decided to cut it,",
        "The Gazette reports:",
        "How is it possible, he asked the judge, that nobody saw it?",
        "“The least prepared person ever to run for the office.” — A voter",
        "to the last day of the season",
        "27,595",
        "1500 GMT",
        "- Water: two litres a person",
        "They left. They came back",
        "All of the members of the old council left the room before the vote was taken",
    ],
)
def test_not_headings(text):
    lines = [line(text), line(LONG)]
    assert not furniture.is_heading(lines[0], lines, 0)


def test_a_heading_stands_over_text():
    teams = [line(name) for name in ("Reading v Stockport", "Derby v Watford", "Hull v Colchester", "Oldham v Luton")]
    assert not any(furniture.is_heading(team, teams, index) for index, team in enumerate(teams))
    broken = [line("He scored the goal that secured"), line("the cup for his side, and left. " * 4)]
    assert not furniture.is_heading(broken[0], broken, 0)
    assert not furniture.is_heading(line("The End"), [line("The End")], 0)


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (["| a | b |", "|---|---|", "| 1 | 2 |"], [0, 1, 2]),
        (["a | b | c", "1 | 2 | 3"], [0, 1]),
        (["Team\tPoints", "North\t3", "Prose."], [0, 1]),
        (["One | two.", "Prose."], []),
        (["Either | or | both, she said.", "Prose."], []),
        (["A tab\tin prose.", "Prose."], []),
    ],
)
def test_table_rows(texts, rows):
    lines = [line(text) for text in texts]
    assert [i for i, row in enumerate(lines) if furniture.is_table_row(row, lines, i)] == rows


@pytest.mark.parametrize(
    "text",
    [
        "You may also like",
        "RELATED ARTICLES",
        "Read Next",
        "Tags:",
        "Noticias relacionadas",
        "Das könnte Sie auch interessieren",
        "Mehr zum Thema",
        "Sur le même sujet",
        "Ces articles pourraient vous intéresser",
        "Leia também",
        "Mais lidas",
        "Lo más leído",
    ],
)
def test_lists_of_other_stories_open(text):
    assert furniture.opens_related(line(text))


@pytest.mark.parametrize("text", ["You may also like rain.", "Related companies pay less", "Trending upward since May"])
def test_lists_of_other_stories_do_not_open(text):
    assert not furniture.opens_related(line(text.replace("rain.", "the rain in the north")))


@pytest.mark.parametrize(
    ("text", "opens"), [("Leave a Comment", True), ("Leave a comment on the bridge, it said", False)]
)
def test_comments_open_the_tail(text, opens):
    assert furniture.opens_tail(line(text)) is opens


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("Jane Doe is a senior reporter covering ports.", True),
        ("Reach Jane Doe at jane@gazette.example.", True),
        ("Follow her on X @janedoe.", True),
        ("Jane Doe left the room.", False),
        ("Reach a deal at any cost, he said.", False),
        ("Follow the money on the hill, she said.", False),
        ("Ken Ido is a teacher in Port Elder.", False),
    ],
)
def test_notes_about_the_author(text, note):
    assert furniture.is_author_note(line(text), "Jane Doe") is note


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(Reporting by Ana Whitlow; Editing by Jon Sayers)", True),
        ("Additional reporting by Ana Whitlow.", True),
        ("Mit Material der dpa", True),
        ("Avec Reuters", True),
        ("Com agência Lusa", True),
        ("Con información de AFP", True),
        ("Avec la pluie, la rivière monte.", False),
        ("Reporting by the newspaper shows that money was moved abroad.", False),
        ("Editing by hand takes hours.", False),
    ],
)
def test_credits(text, credit):
    assert furniture.is_credit(line(text)) is credit


def test_a_table_of_contents_is_a_list_of_lines_that_come_again():
    raw = f"Title\nTable of Contents\nToggle\nThe Ice\nThe Water\nThe Ice\n{LONG}\nThe Water\n{LONG}"
    hints = [entry.hint for entry in furniture.mark_contents(split_lines(raw))]
    assert hints == ["", "contents", "contents", "contents", "contents", "", "", "", ""]


def test_contents_that_the_page_itself_sets_aside_open_nothing():
    lines = [
        replace(entry, hint="boilerplate") for entry in split_lines("Contents\nThe Ice\nThe Water\nThe Ice\nThe Water")
    ]
    assert furniture.mark_contents(lines) == lines


def test_contents_that_list_nothing_are_left():
    lines = split_lines(f"Contents\n{LONG}\n{LONG}")
    assert furniture.mark_contents(lines) == lines


def page(*pairs):
    return [Block(kind, None, text, 0, 1, rule) for kind, rule, text in pairs]


def test_short_lines_after_the_furniture_at_the_end_are_furniture():
    blocks = page(
        ("paragraph", "", "It rained."),
        ("heading", "", "The Money"),
        ("paragraph", "", "They left."),
        ("paragraph", "", "Tickets twenty euros"),
        ("boilerplate", "share-prompt", "Share"),
        ("paragraph", "", "The cat that voted"),
    )
    kinds = [block.kind for block in furniture.mark_end(blocks)]
    assert kinds == ["paragraph", "heading", "paragraph", "paragraph", "boilerplate", "boilerplate"]


@pytest.mark.parametrize("rule", ["wire-tag", "correction"])
def test_the_end_stays_where_no_page_furniture_stands(rule):
    blocks = page(("paragraph", "", "It rained."), ("boilerplate", rule, "(AFP)"), ("paragraph", "", "And so on"))
    assert furniture.mark_end(blocks) == blocks
    assert furniture.mark_end([]) == []
