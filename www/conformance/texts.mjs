/**
 * Every word of the page, in Chinese and English.
 *
 * `faults` has for each fault what was expected and what to change. `{name}` stands for a value of the fault.
 */

const page = {
  title: { zh: "宿主一致性测试", en: "Host conformance" },
  intro: {
    zh: "检查打开本页的应用（宿主）是否按 VVChat 通信协议正确应答。测试直接看应用的原始应答，不经过 SDK。",
    en: "Checks whether the app that shows this page, its host, answers as VVChat's protocol says. It looks at what the app answers itself, without the SDK.",
  },
  sheets: {
    zh: "需要您操作：面板出现时，按运行中那一行的提示点“同意”、“取消”或不动它。本页不会真正付款，除非您用 ?imprest_code= 给出真实的订单。",
    en: "You are needed: when a sheet comes, agree, cancel or leave it as the running row says. Nothing is paid, unless you name a real order by ?imprest_code=.",
  },
  start: { zh: "开始", en: "Start" },
  again: { zh: "再运行一次", en: "Run again" },
  copy: { zh: "复制 JSON", en: "Copy JSON" },
  copied: { zh: "已复制", en: "Copied" },
  download: { zh: "下载 JSON", en: "Download JSON" },
  unsent: { zh: "报告未能送出：{why}", en: "The report could not be sent: {why}" },
  language: { zh: "English", en: "中文" },
  host: { zh: "宿主：{host}，经由 {transport}", en: "Host: {host}, by {transport}" },
  nameless: { zh: "未自报名称", en: "no name given" },
  running: { zh: "正在运行：{title}", en: "Running: {title}" },
  summary: {
    zh: "通过 {passed}，失败 {failed}，未提供 {not_offered}，未运行 {not_run}",
    en: "{passed} passed, {failed} failed, {not_offered} not offered, {not_run} not run",
  },
  inapplicable: {
    zh: "，不适用 {not_applicable}",
    en: ", {not_applicable} not applicable over this bridge",
  },
  expected: { zh: "应当", en: "Expected" },
  came: { zh: "实际", en: "Came" },
  nothing: { zh: "什么也没有", en: "nothing" },
  advice: { zh: "请修改", en: "What to change" },
};

const states = {
  waiting: { zh: "等待", en: "waiting" },
  running: { zh: "运行中", en: "running" },
  passed: { zh: "通过", en: "passed" },
  failed: { zh: "失败", en: "failed" },
  not_offered: { zh: "未提供", en: "not offered" },
  not_applicable: { zh: "不适用于此桥", en: "not applicable over this bridge" },
  not_run: { zh: "未运行", en: "not run" },
};

const sheets = {
  agree: { zh: "会出现一个面板：请同意。", en: "A sheet comes: agree." },
  "agree once": {
    zh: "会出现一个面板：请同意。若再出现一个，也请同意。",
    en: "A sheet comes: agree. If a second one comes, agree too.",
  },
  leave: { zh: "会出现一个面板：不要动它，它会自己关闭。", en: "A sheet comes: leave it, it closes by itself." },
};

const titles = {
  hello: { zh: "握手", en: "The handshake is answered" },
  versions: { zh: "拒绝不认识的协议版本", en: "Another version is refused" },
  unknown: { zh: "拒绝未知的方法", en: "Unknown methods are refused" },
  ids: { zh: "id 原样返回", en: "Ids come back letter for letter" },
  "params.auth": { zh: "auth：拒绝错误的参数", en: "auth: wrong params are refused" },
  "params.pay": { zh: "pay：拒绝错误的参数", en: "pay: wrong params are refused" },
  "params.share": { zh: "share：拒绝错误的参数", en: "share: wrong params are refused" },
  many: { zh: "同时五十个请求，各得其答", en: "Fifty requests at a time, each answered" },
  notified: { zh: "通知不作应答", en: "Notifications are not answered" },
  foreign: { zh: "不应答别的窗口", en: "Another window is not answered" },
  "method.getSession": { zh: "getSession", en: "getSession" },
  "method.auth": { zh: "auth", en: "auth" },
  "method.pay": { zh: "pay", en: "pay" },
  "method.selectSession": { zh: "selectSession", en: "selectSession" },
  "method.share": { zh: "share", en: "share" },
  texts: { zh: "特殊字符完整返回", en: "Odd texts come back whole" },
  big: { zh: "1 MB 的文本完整返回", en: "A text of 1 MB comes back whole" },
  repeated: { zh: "未答复的 id 重复时不予理会", en: "A repeated id that is open is ignored" },
  cancel: { zh: "取消只影响那一个请求", en: "Cancelling ends the one call" },
  malformed: { zh: "坏消息之后仍可用", en: "Malformed messages are survived" },
  reload: { zh: "重新加载后不再应答旧请求", en: "After a reload, old requests get no answer" },
  once: { zh: "每个请求只应答一次", en: "Each request is answered once" },
};

const fault = (zhExpected, zhAdvice, enExpected, enAdvice) => ({
  zh: { expected: zhExpected, advice: zhAdvice },
  en: { expected: enExpected, advice: enAdvice },
});

const faults = {
  "transport.none": fault(
    "页面能找到宿主：vvchatHost、消息处理器 vvchatHost、父窗口或 WebViewJavascriptBridge",
    "注入带 postMessage(text) 的 window.vvchatHost，或注册名为 vvchatHost 的脚本消息处理器，或提供带 callHandler 的 WebViewJavascriptBridge。在框架中打开时，可用 ?origin= 给出父窗口的源。",
    "a host that the page can find: vvchatHost, a message handler vvchatHost, a parent frame, or WebViewJavascriptBridge",
    "Inject window.vvchatHost with postMessage(text), register a script message handler named vvchatHost, or provide WebViewJavascriptBridge with callHandler. In a frame, name the parent's origin by ?origin= where the browser does not tell it.",
  ),
  "hello.silent": fault(
    "对 vvchat.hello 的应答",
    "应答 vvchat.hello。页面在加载前后都可能发出；后启动的宿主要发 vvchat.ready 通知。",
    "an answer to vvchat.hello",
    "Answer vvchat.hello. A page may greet before and after it has loaded; a host that starts later says so by the notification vvchat.ready.",
  ),
  "hello.framing": fault(
    "一条 JSON-RPC 2.0 消息：JSON 文本或对象本身，前后没有别的东西",
    "去掉 JSON 外面的包装：前缀、长度、多一层引号。",
    "a message of JSON-RPC 2.0: its JSON text or the object itself, with nothing around it",
    "Take away what is around the JSON: prefixes, lengths, another layer of quotes.",
  ),
  "hello.thrown": fault(
    "postMessage 不抛出异常",
    "不要在 postMessage 里抛出异常，也不要拒绝它返回的 Promise；用 error 应答。",
    "postMessage does not throw",
    "Do not throw in postMessage, nor reject its promise: answer with an error.",
  ),
  "hello.id": fault(
    "应答的 id 与请求的 id 相同",
    "把请求的 id 原样放进应答。",
    "an answer with the request's id",
    "Copy the request's id into the answer.",
  ),
  "hello.error": fault(
    "握手的结果：version、host、methods；没有握手时为错误 -32601",
    "支持握手：页面由此得知您提供哪些方法。",
    "a result of the handshake: version, host, methods; or error -32601 where there is none",
    "Answer the handshake with a result: by it pages learn what you offer.",
  ),
  "hello.wrong": fault(
    "{at}：{expected}",
    "按协议的“握手”一节填写：version 为 1，host 有 name 与 version，methods 是方法名的数组。",
    "{at}: {expected}",
    "Fill it in as the protocol's section on the handshake says: version is 1, host has name and version, methods is an array of names.",
  ),
  "versions.silent": fault(
    "对只列出版本 2 的握手的应答",
    "没有共同版本时以错误 -32602 应答。",
    "an answer to a handshake that lists version 2 alone",
    "Answer with error -32602 where there is no common version.",
  ),
  "versions.code": fault(
    "错误 -32602",
    "从 versions 中选择；没有您支持的版本时以 -32602 应答。",
    "error -32602",
    "Pick from versions; answer with -32602 where you speak none of them.",
  ),
  "unknown.silent": fault(
    "对未知方法 {method} 的应答",
    "以错误 -32601 应答未知方法，否则页面会等到超时。",
    "an answer to the unknown method {method}",
    "Answer unknown methods with error -32601, or pages wait until their time is over.",
  ),
  "unknown.code": fault(
    "对 {method} 的错误 -32601",
    "以 -32601 应答一切您不提供的方法，包括没有 vvchat. 前缀的和语言自带的名称。",
    "error -32601 for {method}",
    "Answer with -32601 whatever you do not offer: also names without the prefix vvchat., and names that your language's objects have by themselves.",
  ),
  "ids.changed": fault(
    "应答带有同一个 id：{id}",
    "把 id 当作不透明的字符串原样返回，不要转换为数字，不要裁剪或转义。",
    "an answer with the very id {id}",
    "Take ids for opaque strings and send them back as they are: not as numbers, not trimmed, not escaped twice.",
  ),
  "params.silent": fault(
    "对 {method} {params} 的应答",
    "以错误 -32602 应答错误的参数。",
    "an answer to {method} {params}",
    "Answer wrong params with error -32602.",
  ),
  "params.code": fault(
    "对 {method} {params} 的错误 -32602",
    "在显示面板之前检查参数：宿主不知道是谁发来的。规则见 schema.json。",
    "error -32602 for {method} {params}",
    "Check params before you show a sheet: you cannot know who sent them. schema.json has the rules.",
  ),
  "params.unheard": fault(
    "{method} 的回调被调用：参数 {params}",
    "参数错误时也要调用回调，给出 err_code 与 err_msg。若您的应用没有 {method}，请在 ?methods= 中略去它。",
    "the callback of {method} {params} is called",
    "Call the callback with err_code and err_msg where params are wrong, too. If your app has no {method}, leave it out of ?methods=.",
  ),
  "params.taken": fault(
    "拒绝 {method} {params}：既非 0 也非 200 的 err_code",
    "在显示面板之前检查参数：宿主不知道是谁发来的。规则见 schema.json。",
    "a refusal of {method} {params}: an err_code that is neither 0 nor 200",
    "Check params before you show a sheet: you cannot know who sent them. schema.json has the rules.",
  ),
  "many.unheard": fault(
    "{count} 个调用，各自的回调都被调用",
    "一次取出队列中的全部调用，并按 callbackId 分别应答。",
    "{count} calls, the callback of each is called",
    "Take all calls out of the queue at a time, and answer each by its own callbackId.",
  ),
  "many.mixed": fault(
    "{method} 的回调得到 {method} 的应答",
    "按 callbackId 而不是按先后次序应答。",
    "the callback of {method} gets the answer to {method}",
    "Answer by callbackId, and not in the order in which calls came.",
  ),
  "many.missing": fault(
    "{count} 个请求各有一个应答",
    "允许同时有许多未答复的请求，按 id 分别应答。",
    "{count} requests, an answer to each",
    "Keep many requests open at a time, and answer each by its id.",
  ),
  "notified.answered": fault(
    "没有应答",
    "没有 id 的消息是通知：不认识的就忽略，不要应答。",
    "no answer",
    "A message without an id is a notification: ignore those that you do not know, and answer none.",
  ),
  "foreign.answered": fault(
    "没有应答，或错误 -32600",
    "检查消息来自哪个窗口与哪个源，只应答页面自己的窗口，且 postMessage 的目标写明源，不用 *。",
    "no answer, or error -32600",
    "Look which window and which origin a message comes from, answer the page's own window alone, and post to its very origin, never to *.",
  ),
  "method.silent": fault(
    "对 {method} 的应答",
    "在限定时间内应答 {method}；用户取消也要应答。经由 WebViewJavascriptBridge 时，若应用没有 {method}，请在 ?methods= 中略去它。",
    "an answer to {method}",
    "Answer {method} in time; also when the user cancels. Over WebViewJavascriptBridge, leave {method} out of ?methods= if your app has none.",
  ),
  "method.thrown": fault(
    "callHandler 不抛出异常",
    "不要在 callHandler 里抛出异常；调用回调并给出 err_code。",
    "callHandler does not throw",
    "Do not throw in callHandler: call the callback with an err_code.",
  ),
  "method.wrong": fault(
    "{at}：{expected}",
    "让 {method} 的结果符合参考文档与 schema.json。",
    "{at}: {expected}",
    "Make the result of {method} what the reference and schema.json say.",
  ),
  "method.error": fault(
    "{method} 的结果，或应用自己的错误码",
    "-32768 至 -32000 由 JSON-RPC 保留。参数是正确的；用户的拒绝用别的错误码表示。",
    "a result of {method}, or an error with a code of the app's own",
    "JSON-RPC reserves -32768 to -32000. The params were right; say a user's no by another code.",
  ),
  "method.state": fault(
    "state 原样返回：x7Kq",
    "把 params.state 原样放进 auth 的结果。",
    "state as it was sent: x7Kq",
    "Copy params.state into the result of auth.",
  ),
  "echo.none": fault(
    "auth 的结果，其中有 state",
    "同意或拒绝都是结果，都要带上 state。",
    "a result of auth, with state in it",
    "Agreeing and refusing are both results, and both carry state.",
  ),
  "texts.changed": fault(
    "state 逐字节返回；丢失或改变的是：{lost}",
    "只用 JSON 库编码消息，不要拼接字符串；把消息放进脚本时转义 U+2028、引号和 </script>。",
    "state, byte for byte; lost or changed: {lost}",
    "Encode messages by a JSON library and never by joining strings; where one goes into a script, escape U+2028, quotes and </script>.",
  ),
  "big.changed": fault(
    "{length} 个字符",
    "不要截断消息，也不要限制到 1 MB 以下。",
    "{length} characters",
    "Do not cut messages off, nor limit them to less than 1 MB.",
  ),
  "repeated.ended": fault(
    "对重复的请求没有应答",
    "忽略 id 与未答复请求相同的请求：错误应答会结束第一个请求。",
    "no answer to the repetition",
    "Ignore a request whose id is open: an error would end the first one.",
  ),
  "cancel.others": fault(
    "另一个 {method} 得到自己的应答",
    "$/cancelRequest 只结束 params.id 的那一个请求。",
    "the other {method} gets its own answer",
    "$/cancelRequest ends the one request of params.id.",
  ),
  "cancel.dead": fault(
    "取消之后仍有应答",
    "取消后关闭面板，继续应答。",
    "answers after a cancellation",
    "Close the sheet when a call is cancelled, and go on answering.",
  ),
  "cancel.code": fault(
    "没有应答，或错误 -32800",
    "被取消的请求以 -32800 应答，或不应答。",
    "no answer, or error -32800",
    "Answer a cancelled request with -32800, or not at all.",
  ),
  "malformed.dead": fault(
    "坏消息之后仍应答握手",
    "捕获解析错误：任何文本都不应使宿主停止。",
    "an answer to the handshake after malformed messages",
    "Catch what parsing throws: no text may stop the host.",
  ),
  "malformed.answered": fault(
    "没有结果",
    "对不是请求的消息以错误 -32700 或 -32600 应答，或不应答。",
    "no result",
    "Answer what is no request with error -32700 or -32600, or not at all.",
  ),
  "reload.old": fault(
    "不应答上一个页面的请求",
    "页面重新加载时放弃所有未答复的请求，关闭面板。",
    "no answer to what the page before has asked",
    "Let go of all open requests when the page is loaded again, and close their sheets.",
  ),
  "reload.gone": fault(
    "页面重新加载之后，仍能以同样的方式找到宿主",
    "每次页面加载都要提供桥，而不仅是第一次：重新注入脚本，或应答每一次请求。",
    "the same host, found in the same way, after the page was loaded again",
    "Provide the bridge each time that a page loads, and not the first time alone: inject it again, or answer each request for it.",
  ),
  "reload.silent": fault(
    "页面重新加载之后，{method} 的回调被调用",
    "页面重新加载时清空队列与状态，然后继续应答。",
    "the callback of {method} is called after the page was loaded again",
    "Begin anew when the page is loaded again, and go on answering.",
  ),
  "reload.mixed": fault(
    "{method} 的回调得到 {method} 的应答",
    "页面重新加载时放弃所有未答复的调用；callbackId 不要在每个页面中从头计数。",
    "the callback of {method} gets the answer to {method}",
    "Let go of all open calls when the page is loaded again, and do not let a page's callbackIds repeat those of the page before.",
  ),
  "once.twice": fault(
    "每个请求一个应答",
    "每个请求只应答一次；第二个应答会被页面忽略并计数。",
    "one answer to each request",
    "Answer each request once; pages ignore and count a second one.",
  ),
  "once.stray": fault(
    "只应答发出过的请求",
    "不要应答没有人发出的请求。",
    "answers to what was asked alone",
    "Send no answers to requests that nobody has sent.",
  ),
  "once.noise": fault(
    "只有 JSON-RPC 2.0 消息",
    "postMessage 除应答外什么也不要返回（也不要返回 true）；事件只携带消息。",
    "messages of JSON-RPC 2.0 alone",
    "Let postMessage return the answer or nothing (not true either), and let events carry messages alone.",
  ),
};

/** What is worth knowing of a host that was right. */
const notes = {
  "hello.none": {
    zh: "没有握手：页面会尝试每个方法，也不知道宿主是谁。建议支持握手。",
    en: "There is no handshake: pages try every method, and do not know who the host is. Better answer it.",
  },
  "foreign.untold": {
    zh: "本页中另一个源的框架也得到了应答。若您的 WebView 会告知发送者（iOS 的 frameInfo、Android 的 sourceOrigin），请检查它。",
    en: "A frame of another origin inside this page was answered, too. Where your web view tells the sender (frameInfo on iOS, sourceOrigin on Android), check it.",
  },
};

/** The language that the page begins with. */
export function preferred() {
  return /^zh\b/i.test(navigator.language) ? "zh" : "en";
}

const filled = (text, values = {}) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

/** Words of the page. */
export const words = (key, lang, values) => filled(page[key][lang], values);
export const stateWords = (state, lang) => states[state][lang];
export const title = (id, lang) => titles[id][lang];
export const sheetWords = (sheet, lang) => sheets[sheet][lang];

export const noteWords = (code, lang) => notes[code][lang];

/** What a fault says: `{ expected, advice }`. */
export function faultWords(code, lang, values) {
  const { expected, advice } = faults[code][lang];
  return { expected: filled(expected, values), advice: filled(advice, values) };
}
