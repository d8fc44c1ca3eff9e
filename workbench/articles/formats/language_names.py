"""Names of languages, as the interfaces of databases state them -> ISO 639-1 codes."""

import re

# code: its names in English, German, French, Spanish, Italian, Portuguese, Chinese, Japanese, Russian, and its own.
_NAMES = {
    "ar": "arabic arabisch arabe árabe arabo 阿拉伯语 阿拉伯文 アラビア語 арабский العربية",
    "bg": "bulgarian bulgarisch bulgare búlgaro bulgaro 保加利亚语 保加利亞文 ブルガリア語 болгарский български",
    "ca": "catalan katalanisch catalán catalano catalão català 加泰罗尼亚语 加泰羅尼亞文 カタロニア語 каталанский",
    "cs": "czech tschechisch tchèque checo ceco tcheco 捷克语 捷克文 チェコ語 чешский čeština",
    "da": "danish dänisch danois danés danese dinamarquês 丹麦语 丹麥文 デンマーク語 датский dansk",
    "de": "german deutsch allemand alemán tedesco alemão 德语 德文 ドイツ語 немецкий",
    "el": "greek griechisch grec griego greco grego 希腊语 希臘文 ギリシャ語 греческий ελληνικά",
    "en": "english englisch anglais inglés inglese inglês 英语 英文 英語 английский",
    "es": "spanish spanisch espagnol español spagnolo espanhol castellano 西班牙语 西班牙文 スペイン語 испанский",
    "fi": "finnish finnisch finnois finlandés finlandese finlandês 芬兰语 芬蘭文 フィンランド語 финский suomi",
    "fr": "french französisch français francés francese francês 法语 法文 フランス語 французский",
    "he": "hebrew hebräisch hébreu hebreo ebraico hebraico 希伯来语 希伯來文 ヘブライ語 иврит עברית",
    "hr": "croatian kroatisch croate croata 克罗地亚语 クロアチア語 хорватский hrvatski",
    "hu": "hungarian ungarisch hongrois húngaro ungherese 匈牙利语 匈牙利文 ハンガリー語 венгерский magyar",
    "id": "indonesian indonesisch indonésien indonesio indonesiano indonésio bahasa "
    "印尼语 印尼文 インドネシア語 индонезийский",
    "it": "italian italienisch italien italiano 意大利语 意大利文 イタリア語 итальянский",
    "ja": "japanese japanisch japonais japonés giapponese japonês 日语 日文 日本語 японский",
    "ko": "korean koreanisch coréen coreano 韩语 韓文 韓国語 朝鲜语 корейский 한국어",
    "ms": "malay malaiisch malais malayo malese malaio 马来语 馬來文 マレー語 малайский",
    "nl": "dutch niederländisch néerlandais holandés neerlandés olandese holandês "
    "荷兰语 荷蘭文 オランダ語 голландский nederlands",
    "no": "norwegian norwegisch norvégien noruego norvegese norueguês 挪威语 挪威文 ノルウェー語 норвежский norsk",
    "pl": "polish polnisch polonais polaco polacco polonês 波兰语 波蘭文 ポーランド語 польский polski",
    "pt": "portuguese portugiesisch portugais portugués portoghese português "
    "葡萄牙语 葡萄牙文 ポルトガル語 португальский",
    "ro": "romanian rumänisch roumain rumano rumeno romeno 罗马尼亚语 ルーマニア語 румынский română",
    "ru": "russian russisch russe ruso russo 俄语 俄文 ロシア語 русский",
    "sk": "slovak slowakisch slovaque eslovaco slovacco 斯洛伐克语 斯洛伐克文 スロバキア語 словацкий slovenčina",
    "sv": "swedish schwedisch suédois sueco svedese 瑞典语 瑞典文 スウェーデン語 шведский svenska",
    "th": "thai thailändisch thaï tailandés tailandese tailandês 泰语 泰文 タイ語 тайский ไทย",
    "tr": "turkish türkisch turc turco 土耳其语 土耳其文 トルコ語 турецкий türkçe",
    "uk": "ukrainian ukrainisch ukrainien ucraniano ucraino 乌克兰语 ウクライナ語 украинский українська",
    "vi": "vietnamese vietnamesisch vietnamien vietnamita 越南语 越南文 ベトナム語 вьетнамский",
    "zh": "chinese chinesisch chinois chino cinese chinês "
    "中文 汉语 漢語 简体中文 簡體中文 繁体中文 繁體中文 中国語 китайский",
}
_CODES = {name: code for code, names in _NAMES.items() for name in names.split()}


def language_code(name: str | None) -> str | None:
    """Return the ISO 639-1 code of a language named in one of ten languages ("Englisch", "Chinois simplifié"), or None.

    Example:
        >>> language_code("Englisch"), language_code("Chinese - Simplified"), language_code("EN"), language_code("14")
        ('en', 'zh', 'en', None)
    """
    words = re.split(r"[\s(（/;,–-]+", (name or "").strip().casefold(), maxsplit=1)
    return _CODES.get(words[0]) or (words[0] if words[0] in _NAMES else None)
