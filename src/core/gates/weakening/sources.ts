// Which files are tests, and what tests of each language look like: patterns over text, good enough to call a person.

export interface TestLanguage {
  /** A test that runs. Its first group is the name, where it is written out. */
  readonly test: RegExp;
  readonly assertion: RegExp;
  readonly skip: RegExp;
  /** Leaves all others out. */
  readonly only?: RegExp;
  /** An assertion that holds whatever the code does. */
  readonly idle?: RegExp;
  /** How a line begins that is all comment. */
  readonly comment: RegExp;
}

const SLASHES = /^\s*(?:\/\/|\*|\/\*)/;
const HASH = /^\s*#/;

const javascript: TestLanguage = {
  test: /(?<![.\w$])(?:it|test|specify)(?:\.(?:each|concurrent|sequential|only|for|fails)\b)*\s*(?:\([^'"`()]*\)\s*|`[^`]*`\s*)?\(\s*(?:(['"`])((?:\\.|(?!\1)[^\\])*)\1)?/g,
  assertion:
    /\bassert(?:\.\w+)*\s*\(|(?<![.\w$])expect(?:\.\w+)*\s*\(|\.should\b|\bexpectTypeOf\b|\bt\.(?:assert\.\w+|is|not|like|deepEqual|truthy|falsy|true|false|throws\w*|ok|notOk|equal|same|match|snapshot|pass|fail)\s*\(/g,
  skip: /(?<![\w$])(?:describe|it|test|suite|context|specify|t)\.(?:skip|todo|fixme|skipIf|runIf|fails|failing)\b|(?<![.\w$])x(?:it|describe|test|context|specify)\s*\(|\bthis\.skip\s*\(|[{,]\s*(?:skip|todo)\s*:\s*(?!false\b)/g,
  only: /(?<![\w$])(?:describe|it|test|suite|context|specify|t)(?:\.\w+)*\.only\b|(?<![.\w$])f(?:it|describe)\s*\(|[{,]\s*only\s*:\s*true/g,
  idle: /\bassert(?:\.ok|\.isTrue)?\s*\(\s*(?:true|1)\s*[,)]|\bexpect\(\s*(true|false|1)\s*\)\.(?:to\.)?(?:toBe|toEqual|toStrictEqual|equal|be)\s*[.(]\s*\1|\bexpect\(\s*true\s*\)\.toBeTruthy|\bassert\.(?:equal|strictEqual)\(\s*(true|1)\s*,\s*\2\s*\)/g,
  comment: SLASHES,
};

const python: TestLanguage = {
  test: /^[^\S\n]*(?:async\s+)?def ((test\w*))\s*\(/gm,
  assertion: /^\s*assert\b|\bself\.(?:assert\w+|fail)\s*\(|\bpytest\.(?:raises|fail|warns)\b|\.assert_\w+\(/gm,
  skip: /@(?:pytest\.mark|mark)\.(?:skip|skipif|xfail)\b|\bpytest\.(?:skip|xfail|importorskip)\s*\(|@(?:unittest\.)?(?:skip|skipIf|skipUnless|expectedFailure)\b|\bself\.skipTest\s*\(|\braise (?:unittest\.)?SkipTest\b|^\s*(?:pytestmark\s*=.*skip|__test__\s*=\s*False|collect_ignore)/gm,
  idle: /^\s*assert (?:True|1)\b(?!\s*(?:==|is|and))|\bself\.assertTrue\(\s*True\s*\)|\bself\.assertEqual\(\s*(\w+)\s*,\s*\1\s*\)/gm,
  comment: HASH,
};

const go: TestLanguage = {
  test: /^func ((?:Test|Fuzz|Example)\w*)\s*\(/gm,
  assertion: /\b[tb]\.(?:Errorf?|Fatalf?|Fail|FailNow)\s*\(|\b(?:assert|require)\.\w+\(/g,
  skip: /\b[tb]\.Skip(?:f|Now)?\s*\(|^\/\/(?:go:build|\s*\+build)\s+ignore\b/gm,
  comment: /^\s*\/\/(?!go:build|\s*\+build)/,
};

const rust: TestLanguage = {
  test: /#\[(?:\w+::)*test\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:async\s+)?fn (\w+)/g,
  assertion: /\b(?:debug_)?assert\w*!|#\[should_panic/g,
  skip: /#\[ignore\b|#\[cfg_attr\([^)]*ignore/g,
  idle: /\bassert!\(\s*true\s*[,)]/g,
  comment: SLASHES,
};

const jvm: TestLanguage = {
  test: /@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\b(?:\([^)]*\))?[^{;]*?\b(\w+|`[^`]+`)\s*\(\s*[^)]*\)\s*(?:throws [\w., ]+)?[{=]/g,
  assertion: /\bassert\w*\s*[({]|\bverify\w*\s*[({]|\.should\w*\b|\bexpect\w*\s*\(/g,
  skip: /@(?:Disabled\w*|Ignore)\b|\bassume\w+\s*\(|\bAssumptions\./g,
  idle: /\bassertTrue\(\s*true\s*\)/g,
  comment: SLASHES,
};

const dotnet: TestLanguage = {
  test: /\[(?:Fact|Theory|Test|TestCase|TestMethod)\b[^\]]*\][^{;]*?\b(\w+)\s*\(/g,
  assertion: /\bAssert\w*\.\w+|\.Should\w*\(/g,
  skip: /\[(?:\w+,\s*)*(?:Ignore|Explicit)\b|\bSkip\s*=\s*"|\bAssert\.(?:Ignore|Inconclusive)\b/g,
  idle: /\bAssert\.(?:True|IsTrue)\(\s*true\s*\)/g,
  comment: SLASHES,
};

const ruby: TestLanguage = {
  test: /^\s*(?:it|specify|scenario|test)\s+(['"])(.*?)\1|^\s*def (test_\w+)/gm,
  assertion: /\bexpect\s*[({]|\bassert\w*\b|\.should\b|\brefute\w*\b/g,
  skip: /^\s*(?:x(?:it|describe|context|specify)|skip|pending)\b|,\s*(?:skip|pending):/gm,
  only: /^\s*f(?:it|describe|context)\b|,\s*focus: true/gm,
  comment: HASH,
};

const languages: readonly (readonly [RegExp, TestLanguage])[] = [
  [/\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/, javascript],
  [/\.py$/, python],
  [/\.go$/, go],
  [/\.rs$/, rust],
  [/\.(?:java|kts?|groovy|scala)$/, jvm],
  [/\.(?:cs|fs|vb)$/, dotnet],
  [/\.rb$/, ruby],
];

const TEST_FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|integration)\//i;
const TEST_NAME =
  /(?:^|\/)(?:test_[^/]*\.py|conftest\.py|[^/]*[._-](?:tests?|spec|specs|e2e|it|cy)\.\w+|[^/]*(?:Tests?|Spec|Specs|IT)\.(?:java|kts?|groovy|scala|cs|fs|vb)|tests?\.\w+)$/;
const NO_TEST = /(?:^|\/)(?:fixtures?|__fixtures__|testdata|node_modules|vendor)\//i;

export const languageOf = (path: string): TestLanguage | undefined =>
  languages.find(([ending]) => ending.test(path))?.[1];

/** By its name; `text` shows the tests that Rust keeps beside the code. */
export function isTestFile(path: string, text = ''): boolean {
  if (languageOf(path) === undefined || NO_TEST.test(path)) return false;
  return TEST_NAME.test(path) || TEST_FOLDER.test(path) || (path.endsWith('.rs') && /#\[(?:\w+::)*test\b/.test(text));
}
