// What a section is for, told by its title and by the section around it.
import type { SectionRole } from './model.ts';
import { firstMatch, rulesOf } from './rules.ts';

const FUTURE =
  /\bfuture\b|\bnice[- ]to[- ]have\b|\bstretch goals?\b|\bbacklog\b|\bpost[- ]mvp\b|\bsomeday\b|\blater (?:releases?|versions?|phases?)\b/;

/** The first match decides: special meanings stand before general ones. */
const BY_TITLE = rulesOf<SectionRole>(
  [
    'out-of-scope',
    /\bout[- ]of[- ]scope\b|\bnon[- ]?goals?\b|\bnot in scope\b|\bexclusions?\b|\bwon'?t haves?\b|\bnot (?:included|planned)\b/,
  ],
  [
    'rejected',
    /\brejected\b|\balternatives?\b.*\bconsidered\b|\bconsidered alternatives?\b|\boptions? considered\b|^alternatives?$|\bnot chosen\b/,
  ],
  ['feature', /\bmvp\b|\bminimum viable product\b/],
  ['risks', /\brisks?\b|\bmitigations?\b|\bchallenges?\b|\bopen (?:questions?|issues?)\b|\bunknowns\b/],
  [
    'glossary',
    /\bglossary\b|^definitions?$|\bterms and definitions\b|\bterminology\b|\bacronyms?\b|\babbreviations?\b|^terms\b/,
  ],
  ['examples', /\bexamples?\b|\bsample\b|\buser (?:flows?|journeys?)\b|\bscenarios?\b|\bmock-?ups?\b|\bwireframes?\b/],
  [
    'goals',
    /^(?:business |project |product |key |primary )*(?:goals?|objectives?)\b|\bsuccess (?:metrics?|criteria|measures?)\b|\bkpis?\b|^(?:key )?metrics\b|\bkey results?\b|\bdefinition of done\b|\bacceptance criteria\b|\bcompletion criteria\b|\bquality gates?\b|^before .*completion\b/,
  ],
  [
    'context',
    /^(?:executive )?summary\b|\boverview\b|\bintroduction\b|\bbackground\b|\bvision\b|\bpurpose\b|\bproblem\b|\bvalue proposition\b|\bpersonas?\b|\b(?:target|intended) (?:users?|audience|market)\b|^users?$|\bstakeholders?\b|\bdocument (?:information|control|history|status)\b|\bchange ?log\b|\brevision\b|\bversion (?:history|\d)|\brecent updates?\b|\brelease notes?\b|\bhistory\b|\bcontents\b|\breferences?\b|^appendix\b|\bfaq\b|\bcontext\b(?! (?:support|management))|\bmotivation\b|\bcurrent (?:state|status)\b|\bwhat we know\b|\bmarket\b|\bcompetit|\bapprovals?$|\bsign-?off\b|\brationale\b|\bvs\.?\b|\bquestion$|\boptions?$|^pros and cons$|^why\b|\bdocument findings\b|^about\b|^scope$/,
  ],
  [
    'phase',
    /\b(?:implementation|development|delivery|project|release|rollout)? ?(?:phases|roadmap|milestones|timeline|schedule)\b|^rollout\b|\b(?:release|delivery|project) plan\b|\bimplementation plan\b/,
  ],
  [
    'constraints',
    /\bconstraints?\b|\bassumptions?\b|\btech(?:nology|nical)? stack\b|^dependencies$|\bexternal dependencies\b|\bprerequisites?\b|\blimitations?\b|\bcompatibility\b|\bstrategy\b|\bphilosophy\b|\bprinciples?\b|\bconventions?\b|^(?:recommendation|decision)(?:\s*[:–—-]|$)/,
  ],
  [
    'non-functional',
    /\bnon[- ]?functional\b|^(?:performance|scalability|reliability|availability|security|privacy|usability|accessibility|maintainability|observability|compliance|portability|localization|internationalization)\b(?!.*\b(?:features?|engine|monitor|dashboard|module|settings|service)\b)|\bquality (?:attributes|requirements)\b|\bservice levels?\b|^slas?\b/,
  ],
  [
    'feature',
    /\b(?:functional|technical|user experience|system|product) requirements?\b|\bfeatures?\b|\buser stories\b|\buse cases?\b|^in scope\b/,
  ],
);

/** @param heading the heading as it stands, with remarks such as "(STRETCH GOAL)"; @param title without them. */
export function roleOf(heading: string, title: string, parent: SectionRole | undefined, isPhase: boolean): SectionRole {
  const remarks = heading.toLowerCase();
  if (FUTURE.test(remarks) || (isPhase && parent === 'future')) return 'future';
  if (isPhase) return 'phase';
  const words = title.toLowerCase().replace(/’/g, "'");
  const own = firstMatch(BY_TITLE, words);
  if (own !== undefined) return own;
  return parent ?? 'feature';
}
