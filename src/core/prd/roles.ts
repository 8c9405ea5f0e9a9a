// What a section is for, told by its title and by the section around it.
import { FOREIGN_TITLES } from './foreignTitles.ts';
import type { SectionRole } from './model.ts';
import { remembered } from './remembered.ts';
import { firstMatch, rulesOf } from './rules.ts';

const FUTURE =
  /\bfuture\b|\bnice[- ]to[- ]have\b|\bstretch goals?\b|(?<!product |release |sprint )\bbacklog\b|\bice ?box\b|\bparking lot\b|\bwish ?list$|^\W*(?:maybe |for |to do |possibly )?later\b|\bbeyond (?:v\d|version|the mvp|launch)|\bpost[- ]mvp\b|\bsomeday\b|\blater (?:releases?|versions?|phases?)\b/;

/** The first match decides: special meanings stand before general ones. */
const BY_TITLE = rulesOf<SectionRole>(
  [
    'out-of-scope',
    /\bout[- ]of[- ]scope\b|\bnon[- ]?goals?\b|\bnot in scope\b|\bexclusions?\b|\bwon'?t (?:haves?|do|build)\b|\bwill not (?:do|build|have)\b|\b(?:will|do|are) we (?:not|deliberately not) (?:do|build|doing|building)\b|\bnot (?:included|planned|doing|building)\b|^not (?:now|yet|today|(?:in|for|part of|at) (?:this|the|v\d|version|scope|launch|release|mvp|phase)\b.*)$|\banti-?goals?\b|\bno-gos?\b|\bdecided (?:not to|against)\b|^(?:we )?(?:won'?t|must not|shall not|should not|do not|don'?t)(?: (?:haves?|do|build))?(?:\s*\(.*)?$|^(?:the )?(?:cut|kill|not[- ]to[- ]do)[- ]?list$|^(?:what (?:we|was|is) )?(?:cut|dropped|descoped)(?: (?:features?|ideas?|items?|scope))?$|\bdeprecated$/,
  ],
  [
    'rejected',
    /\brejected\b|\balternatives?\b.*\bconsidered\b|\bconsidered alternatives?\b|\boptions? considered\b|^alternatives?$|\bnot chosen\b|\bconsider(?:ed)? and reject|\b(?:alternatives|options) (?:that )?we (?:looked at|considered|evaluated|dismissed)/,
  ],
  ['feature', /\bmvp\b|\bminimum viable product\b/],
  [
    'risks',
    /\brisks?\b(?! (?:scor|engine|model|dashboard|report|level|profile))|\bmitigations?\b|^(?:(?:technical|key|main|major|implementation|known) )*challenges?\b(?! (?:mode|list|page|board))|\b(?:open|unresolved|outstanding|known) (?:questions?|issues?)\b|\bissues? list$|^questions$|\bto be (?:determined|decided|clarified)$|^tbds?$|\bunknowns\b|\brabbit[- ]holes?\b|\bopen (?:points?|topics?|items?|decisions?)\b/,
  ],
  [
    'glossary',
    /\bglossary\b|^definitions?$|\bterms and definitions\b|\bterminology\b|\bacronyms?\b|\babbreviations?\b|^terms\b/,
  ],
  ['examples', /\bexamples?\b|\bsample\b|\buser (?:flows?|journeys?)\b|\bscenarios?\b|\bmock-?ups?\b|\bwireframes?\b/],
  [
    'goals',
    /^(?:business |project |product |key |primary )*(?:goals?|objectives?)\b(?! (?:track|setting|list|page|planner|progress))|\bsuccess (?:metrics?|criteria|measures?|looks?)\b|^success$|\bmeasur(?:e|es|ing) success\b|^measures of success|\bhow (?:do |will )?we(?:'ll| will)? (?:know|measure)\b|\bkpis?\b|^(?:key )?metrics\b|\bkey results?\b|\bdefinition of done\b|\bacceptance criteria\b|^acceptance$|\bcompletion criteria\b|\bquality gates?\b|^before .*completion\b/,
  ],
  [
    'context',
    /^(?:executive )?summary\b|\boverview\b(?! (?:page|screen|view|tab|dashboard|map))|\bintroduction\b|\bbackground\b(?! (?:job|task|sync|process|work|upload|mode|check|image|colou?r|music))|(?<!computer |machine )\bvision\b|\bpurpose\b|^(?:the |core |key )?problem\b(?! report)|\bproblem (?:statement|definition|space|we)\b|\bproblem$|\bvalue proposition\b|\bpersonas?\b|\b(?:target|intended) (?:users?|audience|market)\b|^users?$|\bstakeholders?\b(?! (?:portal|page|report|dashboard|list))|\bdocument (?:information|control|history|status)\b|\bchange ?log\b|\brevision\b|\bversion (?:history|\d)|\brecent updates?\b|\brelease notes?\b|^history$|\b(?:document|change|project|product) history\b|\bcontents\b|\breferences?\b|^appendix\b|\bfaq\b|\bcontext\b(?! (?:support|management|menu|window|switch))|\bmotivation\b|\boverall description\b|\bdecision drivers\b|\bdrivers$|^product (?:perspective|functions)$|\buser (?:classes|characteristics)\b|\bdescription and priority\b|\bstimulus\b.*\bresponse\b|\bdocument conventions\b|^(?:notational |typographical )?conventions(?: and terminology)?$|^(?:requirements )?(?:language|notation)$|^abstract$|\biana considerations\b|^acknowledge?ments?$|^authors?$|^contributors$|^(?:elevator )?pitch$|^tl;?dr$|\bpress release\b|^(?:(?:the|our) team|budget|actors?|verification matrix|traceability(?: matrix)?)$|^how much\b|\bcustomer quotes?\b|\bcurrent (?:state|status)\b|\bwhat we know\b|^(?:the )?market$|\bmarket (?:analysis|research|opportunity|size)\b|\bcompetit(?:ors?|ive)\b|^(?:document )?approvals?$|\bsign-?off\b|\brationale\b|\bvs\.?\b|^(?:the )?(?!security )(?:[a-z]+ )?question$|^(?:(?:the|considered|solution|design|architecture|technical) )?options?$|^pros and cons$|^why\b|\bdocument findings\b|^about\b|^scope$|^who(?:$|(?:'s| is| are| will)? (?:it|this|they|we|these|use|uses|benefits)\b)|^(?:useful|related|important|external|further|quick) (?:links?|reading)$|\binspirations?$|^(?:estimated |expected |running |total )?costs?(?: estimates?)?$|^general description$|^appetite$|\bbetting table\b|^pricing notes$/,
  ],
  [
    'phase',
    /(?:^|\b(?:implementation|development|delivery|project|release|rollout|launch|product|tentative|proposed|high-level|work)\s)(?:(?:phases|roadmap|milestones|timeline)(?! (?:view|page|screen|editor|chart|board|widget|feature|component))|schedule$)(?![-\w])|\b(?:and|&|\/) (?:milestones|timeline|phases|roadmap)$|\b(?:phases|milestones|timeline|schedule) (?:and|&) |^roll-?\s?out\b|\b(?:release|delivery|project) plan\b|\bimplementation plan\b/,
  ],
  [
    'constraints',
    /\bconstraints?\b|\boperating environment\b|\bdependency (?:chain|order|graph|map)\b|\bbuild order\b|\bassumptions?\b|\btech(?:nology|nical)? stack\b|^dependencies$|\bexternal dependencies\b|\bprerequisites?\b|\blimitations?\b|\bcompatibility\b|\bstrategy\b|\bphilosophy\b|\bprinciples?\b|\bconventions?\b|^(?:recommendation|decision)(?:\s*[:–—-]|$)|^(?:key |design |open |past )?decisions(?: log| made| taken| so far)?$|^decision log$|^(?:(?:design|core|game|product|brand|our|the) )*pillars$/,
  ],
  [
    'non-functional',
    /\bnon[- ]?functional\b|^(?:performance|scalability|reliability|availability|security|privacy|usability|accessibility|maintainability|observability|compliance|portability|localization|internationalization)\b(?!.*\b(?:features?|engine|monitor|dashboard|module|settings|service)\b)|\bquality (?:attributes|requirements)\b|\bservice levels?\b|^slas?\b/,
  ],
  [
    'feature',
    /\b(?:functional|technical|user experience|system|product|launch|must-have|minimum) requirements?\b|^requirements\b|\bfeatures?\b|\buser stories\b|\buse cases?\b|^in scope\b/,
  ],
);

/** @param heading the heading as it stands, with remarks such as "(STRETCH GOAL)"; @param title without them. */
export function roleOf(heading: string, title: string, parent: SectionRole | undefined, isPhase: boolean): SectionRole {
  const remarks = heading.toLowerCase();
  if (FUTURE.test(remarks) || (isPhase && parent === 'future')) return 'future';
  if (isPhase) return 'phase';
  return roleByTitle(title) ?? parent ?? 'feature';
}

const roleByTitle = remembered((title) => {
  const words = title.toLowerCase().replace(/’/g, "'");
  return firstMatch(BY_TITLE, words) ?? firstMatch(FOREIGN_TITLES, words) ?? null;
});
