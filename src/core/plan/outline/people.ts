// Who acts in a sentence: people are let do something, things are made to do it.

const ROLE =
  'inspector|coordinator|officer|supplier|vendor|merchant|household|neighbour|neighbor|user|member|admin|administrator|visitor|customer|operator|owner|manager|teacher|student|developer|engineer|designer|tester|reviewer|' +
  'editor|author|reader|writer|moderator|maintainer|contributor|subscriber|buyer|seller|shopper|guest|host|employee|worker|colleague|' +
  'courier|driver|rider|resident|tenant|caretaker|patient|doctor|nurse|clinician|pharmacist|parent|child|pupil|learner|tutor|instructor|' +
  'participant|player|coach|volunteer|donor|citizen|applicant|candidate|recruiter|accountant|auditor|analyst|librarian|borrower|clerk|' +
  'technician|dispatcher|supervisor|team|person|stakeholder|lead|planner|organiser|organizer|attendee|traveller|traveler|cook|chef';
const PERSON = new RegExp(`(?:^|\\s)(?:(?:${ROLE})s?|people|anyone|everyone|staff|somebody|children)$`, 'iu');
const MANY = new RegExp(
  `^(?<who>(?:(?:all|the|our|registered|new|other|invited|logged-in|signed-in|\\w+ed)\\s+)*(?:(?:${ROLE})s|people|staff)(?:\\s(?:of|in|with|from)\\s(?:an?|the|one)\\s[\\w-]+)?)\\s+(?<act>[a-z]+)\\b`,
  'iu',
);

/** True where the last noun of a subject names people. */
export function isPerson(subject: string): boolean {
  const [head = ''] = subject.split(/\s(?:who|whose|with|of|in|from|without)\s/iu, 1);
  return PERSON.test(head.trim());
}

/** "couriers scan a parcel" → who does what. */
export function manyAct(text: string): { readonly who: string; readonly act: string } | null {
  const { who, act } = MANY.exec(text)?.groups ?? {};
  return who && act ? { who, act } : null;
}
