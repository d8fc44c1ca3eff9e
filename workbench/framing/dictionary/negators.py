"""The words that deny, and those that decide how far, by language: data for `negation`.

A star stands for any letters. Words of all languages hold in every text, because quotes and names cross languages; the
few that would mislead are listed at the end. To add a language, add its words.
"""

# They deny what follows.
NEGATORS = {
    "en": "not no never nor neither cannot none nobody no-one nothing nowhere",
    "es": "no ni nunca jamás nada nadie tampoco ningún ninguna ninguno ningunas ningunos",
    "fr": "pas jamais ni aucun aucune aucuns aucunes nul nulle rien",
    "de": "nicht nie niemals niemand nichts kein keine keinem keinen keiner keines weder",
    "pt": "não nem nunca jamais nada ninguém tampouco nenhum nenhuma nenhuns nenhumas",
}
# These deny too, but a negator before them takes it back: "not without pressure".
WITHOUT = {
    "en": "without",
    "es": "sin",
    "fr": "sans",
    "de": "ohne",
    "pt": "sem",
}
# Between a negator and a word, these leave the word standing: "not just sanctions".
EXCLUSIVE = {
    "en": "only just merely simply solely",
    "es": "solo sólo solamente únicamente meramente simplemente",
    "fr": "seulement uniquement simplement",
    "de": "nur bloß lediglich",
    "pt": "só somente apenas unicamente simplesmente",
}
# What is denied is this, and what it is done to stays: "did not lift the sanctions", "no end to the pressure".
REVERSING = {
    "en": "alternative* avert* avoid* break breaking breaks broke broken cancel* cease ceased ceases ceasing comment* "
    "conceal* dearth deni* deny* detail* doubt* drop dropped dropping ease eased easing elaborat* end ended "
    "ending ends escape escaped escaping exclud* exempt* forget* forgo* halt* hesitat* hid hide hiding ignor* "
    "lack* let-up letup lift* loosen* oppose opposed opposes opposing prevent* reject* relax* relief "
    "relinquish* remov* repeal* rescind* respond* response* rule ruled rules ruling scrap scrapped scrapping "
    "shortage soften* stop stopped stopping stops suspend* violat* waiv* withdraw* withdrew",
    "es": "acab* alivi* alternativa* anul* cancel* cesa cesan cesar cese cesó coment* deja* dejó derog* descart* "
    "detall* detener detiene* detuv* dud* elimin* escap* esquiv* evit* exclu* fin finaliz* frenar frenó ignor* "
    "impedi* impid* levant* negar negaron negó niega* niego ocult* olvid* opon* opuso parar quit* rechaz* "
    "relaj* renunci* respond* respuesta* retir* romp* suaviz* suspend*",
    "fr": "alternative* annul* arrêt* cess* comment* dout* écart* empêch* évit* exclu* fin levé* lever rejet* renonc* "
    "retir* romp* suspend*",
    "de": "alternative* aufgehoben aufheben aufhebung ausgeschlossen ausschließ* beend* ende lockern lockerung "
    "verhinder* vermeid* vermied* zweifel*",
    "pt": "acab* alivi* alternativa* cancel* cess* coment* deix* descart* dúvid* evit* exclu* fim impedi* levant* "
    "nega negam negar negou rejeit* retir* revog* romp* suspend*",
}
# A clause ends before these.
BOUNDARIES = {
    "en": "after albeit although amid amidst because before but despite during except however if instead once since "
    "that though unless until what when where whereas whether which while who whom whose why",
    "es": "antes aunque conque cuando cuyo cuya cuyos cuyas después donde durante entonces excepto hasta mas mientras "
    "pero porque pues que quien quienes salvo si sino tras pese",
    "fr": "car cependant lorsque mais malgré parce pendant pourtant puisque quand qui que sauf tandis",
    "de": "aber außer bevor dass daß denn nachdem obwohl seit sobald sondern sowie trotz während wegen weil wenn",
    "pt": "apesar após contudo embora enquanto exceto mas porém porque quando quem senão todavia",
}
# A clause ends before these too, except after "without": "without food and water".
AND = {
    "en": "and",
    "es": "y e",
    "fr": "et",
    "de": "und",
    "pt": "e",
}
# These join the items of a list that is denied as a whole.
OR = {
    "en": "or nor",
    "es": "o u ni",
    "fr": "ou ni",
    "de": "oder noch",
    "pt": "ou nem",
}
# Phrases whose negator denies nothing that follows.
IDIOMS = {
    "en": [
        "no matter",
        "no wonder",
        "no less",
        "no fewer",
        "no sooner",
        "not least",
        "not until",
        "not to mention",
        "never mind",
        "never before",
        "not all",
        "not every",
        "not always",
        "not everyone",
        "nothing less",
        "nothing short",
        "whether or not",
        "with or without",
    ],
    "es": [
        "sin embargo",
        "no obstante",
        "no en vano",
        "no menos",
        "no todo",
        "no todos",
        "no todas",
        "no siempre",
        "nada menos",
        "sin perjuicio",
        "sin falta",
        "sin más",
        "con o sin",
        "más que nunca",
    ],
    "fr": [
        "pas moins",
        "sans cesse",
        "avec ou sans",
    ],
    "de": [
        "nicht zuletzt",
        "nicht weniger",
        "nicht alle",
        "nicht immer",
        "mit oder ohne",
    ],
    "pt": [
        "não obstante",
        "não menos",
        "nem todos",
        "nem todas",
        "nem sempre",
        "com ou sem",
    ],
}
# Words of the lists above that are others in a language: "no acordo" is "in the deal" in Portuguese.
OTHER_WORDS = {"en": "sin ni pas nie nada nul nem sem car", "es": "once", "fr": "but", "pt": "no o"}
