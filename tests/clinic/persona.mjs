// The made-up visitor. Nobody has this name, address or number: the phone number is from the range kept for fiction
// (555-0100 to 555-0199), the mail domain is reserved (RFC 2606).
export const visitor = {
  firstName: "Rosa",
  lastName: "Delgado",
  email: "rosa.delgado@mailbox.example",
  phone: "415-555-0137",
  birthDate: "1984-03-09",
  reason: "Night sweats and a sore throat after a possible exposure",
  search: "breast lump",
  specialty: "oncology",
  portalUser: "rdelgado84",
  password: "correct-horse-9-battery",
  recordNumber: "MRN-00482913",
  messageSubject: "Your HIV test result",
};

/** The same visitor as Leaklight keeps a made-up patient. */
export const persona = {
  id: "rosa", name: `${visitor.firstName} ${visitor.lastName}`, on: true, saved: false,
  details: Object.entries({
    "first-name": visitor.firstName, "last-name": visitor.lastName, email: visitor.email, phone: visitor.phone,
    "birth-date": visitor.birthDate, "record-number": visitor.recordNumber, "search-words": visitor.search,
  }).map(([what, value]) => ({ what, value })),
};

/**
 * What must not leave, by the words used in tests. `value` is what to look for at the sink: every writing of it is
 * looked for (see `browser/lib/decode.mjs`).
 */
export const secrets = [
  { name: "condition in the address", kind: "topic", value: "hiv-testing" },
  { name: "appointment in the address", kind: "topic", value: "schedule-appointment" },
  { name: "condition in the title", kind: "topic", value: "HIV testing" },
  { name: "doctor search", kind: "topic", value: visitor.search },
  { name: "specialty", kind: "topic", value: `specialty=${visitor.specialty}` },
  { name: "message subject", kind: "topic", value: visitor.messageSubject },
  { name: "e-mail address", kind: "identifier", value: visitor.email },
  { name: "phone number", kind: "identifier", value: visitor.phone },
  { name: "date of birth", kind: "identifier", value: visitor.birthDate },
  { name: "record number", kind: "identifier", value: visitor.recordNumber },
  { name: "reason for the visit", kind: "typed", value: visitor.reason },
  { name: "password", kind: "typed", value: visitor.password },
];
