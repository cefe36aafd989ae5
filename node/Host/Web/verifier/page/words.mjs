/** Every word of the page, in English and in simplified Chinese. Names that programs compare stay as they are in both. */

export const VERDICTS = {
    VALID: ['the file is the one that was anchored', '有效：文件与链上存证一致，未被改动'],
    WRONG_CHAIN: ['the receipt is of another chain than the genesis', '链不符：回执不属于该创世文件所定义的链'],
    UNKNOWN_EPOCH: [
        'the validator set has changed since the genesis: give the set changes up to this epoch (--epochs)',
        '届次未知：创世之后验证节点集合已变更，请提供截至该届次的变更文件（--epochs）',
    ],
    INVALID_RECEIPT: ['the receipt proves nothing', '回执无效：回执未通过验证，不能证明任何内容'],
    INVALID_ENVELOPE: ['the envelope is damaged or was edited', '随附文件无效：已损坏或被修改'],
    TAMPERED: ['the file is not the one that was anchored', '已被篡改：文件与存证时的内容不一致'],
    INVALID_STATUS: ['the status proof proves nothing, or is dated in the future', '状态证明无效：未通过验证，或其时间在未来'],
    REVOKED: ['the file is unchanged, but its issuer has revoked it', '已撤销：文件未被改动，但签发人已将其撤销'],
    SUPERSEDED: [
        'the file is unchanged, but its issuer has put another in its place', '已被取代：文件未被改动，但签发人已以另一份文件取代',
    ],
    SUSPENDED: ['the file is unchanged, but its issuer has suspended it', '已中止：文件未被改动，但签发人已中止其效力'],
    STALE_STATUS: [
        'the file is unchanged, but no fresh proof says that it still counts: ledger refresh brings one',
        '状态过旧：文件未被改动，但没有足够新的状态证明，请用 ledger refresh 更新',
    ],
    NOT_YET_VALID: ['the file is unchanged, but not valid yet', '尚未生效：文件未被改动，但有效期尚未开始'],
    EXPIRED: ['the file is unchanged, but no longer valid', '已过期：文件未被改动，但有效期已结束'],
    UNUSABLE: ['nothing was judged: a file that the verification needs cannot be used', '未能核验：核验所需的文件无法使用'],
};

export const CHECKS = {
    Chain: ['Every header is of the chain of the genesis', '所有区块头均属于创世文件所定义的链'],
    ValidatorSet: ['The epoch is known, and every header is under its configuration', '届次已知，所有区块头均符合该届次的配置'],
    Log: ['The record is in the log, by SHA-256', '存证记录在日志中（SHA-256 树）'],
    TwinLog: ['The record is in the log, by SM3', '存证记录在日志中（SM3 树）'],
    HeaderChain: ['The headers are parent and child, up to the one that was signed', '区块头前后相接，直至被签署的区块'],
    Certificate: ['The certificate is a commit of that block', '证书是对该区块的最终确认'],
    Signers: ['Every signer is a validator of the epoch', '所有签署者均为该届次的验证节点'],
    Quorum: ['Enough validators signed', '签署的验证节点达到法定数量'],
    Regions: ['Every region has its minimum among the signers', '每个法域的签署者均达到最低数量'],
    Signatures: ['Every signature is good', '所有签名均正确'],
    Issuer: ['The issuer is registered', '存证机构已登记'],
    Transaction: ['The transaction was anchored in this block, and the record is of it', '交易已在该区块存证，且记录属于该交易'],
};

/** What is checked behind the receipt. */
export const DOCUMENT_CHECKS = {
    Document: ['Document and salt give the fingerprint of the record', '文件与盐值得出的指纹与存证记录一致'],
    IssuerName: ['The envelope names the issuer as the chain does', '随附文件所载机构名称与链上一致'],
    Status: ['The proof of its status holds, and is not of the future', '状态证明成立，且其时间不在未来'],
    NotRevoked: ['The issuer has not revoked or superseded it', '签发人未将其撤销或取代'],
    Validity: ['The document is valid at the time asked for', '文件在所查询的时间处于有效期内'],
    Freshness: ['Its status is proven, and recently enough', '其状态已获证明，且证明足够新'],
    NotSuspended: ['The issuer has not suspended it', '签发人未将其中止'],
};

export const RESULTS = {
    passed: ['✓ passed', '✓ 通过'],
    failed: ['✗ failed', '✗ 未通过'],
    waived: ['⚠ not asked for', '⚠ 已放弃检查'],
};

export const STATUSES = {
    Active: ['active', '有效'],
    Suspended: ['suspended', '已中止'],
    Revoked: ['revoked', '已撤销'],
    Superseded: ['superseded', '已被取代'],
};

export const REASONS = {
    Unspecified: ['not said', '未说明'],
    IssuedInError: ['issued in error', '签发有误'],
    Corrected: ['corrected', '内容已更正'],
    NoLongerTrue: ['holds no longer', '内容已不属实'],
    Fraud: ['obtained by deceit', '以欺诈手段取得'],
    KeyCompromised: ['the key was compromised', '签名密钥已泄露'],
    SubjectRequest: ['asked for by whom it is about', '应当事人请求'],
    LegalOrder: ['ordered by a court or an authority', '依法院或主管机关命令'],
    UnderReview: ['under review', '核查中'],
};

export const WORDS = {
    title: ['Document verification', '文件核验'],
    language: ['简体中文', 'English'],
    promise: [
        'Everything is computed in this page. Nothing is sent: its security policy blocks every connection; no network is needed.',
        '全部计算在本页面内完成，不发送任何数据：页面的安全策略禁止一切网络连接，断网亦可使用。',
    ],
    document: ['Document', '文件'],
    envelope: ['Its envelope, FILE.ledger.json', '随附文件（FILE.ledger.json）'],
    genesis: ['The chain’s genesis.json, from your own institution', '链的创世文件 genesis.json（由贵机构提供）'],
    epochs: ['Set changes since the genesis, if any', '创世之后的验证节点变更文件（如有）'],
    issuers: ['Issuers decided since the genesis, if any', '创世之后登记的机构文件（如有）'],
    pin: ['Hash of a configuration known to be the chain’s, if any', '已确认属于该链的配置哈希（如有）'],
    hours: ['How old the proof of its status may be, in hours', '状态证明的最长时效（小时）'],
    waive: ['Do not ask for a fresh status', '不要求足够新的状态证明'],
    careless: [
        'No fresh status is asked for: a document that was revoked since its envelope was made is not noticed.',
        '警告：未要求足够新的状态证明，随附文件生成之后发生的撤销将不会被发现。',
    ],
    at: ['Valid at (now, when empty)', '查询有效期的时间（留空为当前时间）'],
    verify: ['Verify', '核验'],
    print: ['Print', '打印'],
    missing: ['Choose the document, its envelope and the genesis.', '请选择文件、随附文件和创世文件。'],
    certificate: ['Certificate of verification', '核验证明'],
    checks: ['Checks', '核验步骤'],
    facts: ['What was looked at', '核验对象'],
    proven: ['What the receipt proves', '回执所证明的内容'],
    unproven: ['What the receipt says, unproven', '回执所载内容（未经证实）'],
    file: ['Document', '文件'],
    bytes: ['bytes', '字节'],
    commitment: ['Fingerprint, salted', '加盐指纹'],
    chain: ['Chain id: compare it with the one that your institution knows', '链标识（请与贵机构掌握的链标识核对）'],
    name: ['Chain', '链名称'],
    configuration: ['Last configuration that is believed', '所采信的最新配置'],
    block: ['Block', '区块'],
    height: ['height', '高度'],
    transaction: ['Transaction', '交易'],
    leaf: ['record of the log', '日志记录'],
    issuer: ['Issuer', '存证机构'],
    unknown: ['unknown', '未知'],
    type: ['Document type', '文件类型'],
    validity: ['Validity', '有效期'],
    status: ['What its issuer says of it since', '签发人其后的状态声明'],
    state: ['Status', '状态'],
    asOf: ['As of', '截至'],
    changed: ['Last change', '最近变更'],
    reason: ['Reason', '原因'],
    successor: ['In its place', '取代文件的指纹'],
    ever: ['unbounded', '不限'],
    signed: ['Signed in', '签署法域'],
    least: ['at least', '最少'],
    asked: ['Validity asked for', '查询时间'],
    made: ['Verified, by this computer’s clock', '核验时间（以本机时钟为准）'],
    page: ['This page’s program, SHA-256', '本页面程序的 SHA-256'],
};

export const LANGUAGES = ['en', 'zh-Hans'];
