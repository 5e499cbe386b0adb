// What each page of the clinic shows. The leaky and the clean page show the same; they differ in their forms' targets.
import { esc } from "./layout.mjs";
import { visitor } from "./persona.mjs";
import { address, pages } from "./site.mjs";

const doctors = [
  ["Dr. Amara Osei", "Breast oncology", "Monday, Wednesday", "AO"],
  ["Dr. Lena Fischer", "Medical oncology", "Tuesday to Thursday", "LF"],
  ["Dr. Rafael Ortiz", "Surgical oncology", "Thursday, Friday", "RO"],
];

const home = ({ variant }) => `
<section class="hero"><div><h1>Care close to home</h1>
<p>Same-week appointments, plain answers, and people who know your name.</p>
<p><a class="button" href="${address("appointment", variant)}">Book an appointment</a>
<a class="button quiet" href="${address("search", variant)}">Find a doctor</a></p></div></section>
<section class="tiles">
<a class="tile" href="${address("condition", variant)}"><h2>Tests</h2><p>Confidential testing with results in a day.</p></a>
<a class="tile" href="${address("search", variant)}"><h2>Specialists</h2><p>Forty doctors in eighteen fields.</p></a>
<a class="tile" href="${address("login", variant)}"><h2>MyHealth</h2><p>Results, messages and visits in one place.</p></a>
</section>`;

/** The leaky page embeds the video; the clean page shows a picture of it until the visitor presses play. */
const video = (variant) => variant === "leaky"
  ? `<iframe class="video" src="https://www.youtube-nocookie.com/embed/h1vT3st1ngX" title="Video: your test, step by step" allowfullscreen></iframe>`
  : `<button type="button" class="video">▶ Your test, step by step<span class="small">Pressing play loads the video from YouTube.</span></button>`;

const condition = ({ variant }) => `
<nav class="crumbs" aria-label="You are here"><a href="${address("home", variant)}">Home</a> › Conditions &amp; tests › HIV testing</nav>
<div class="split"><article>
<h1>HIV testing</h1>
<p class="lead">A quick, private test. Most people have their result the same day, and nobody else is told.</p>
<h2>When to be tested</h2>
<p>Everybody should be tested at least once. Be tested again after unprotected sex, a shared needle, or if a partner's status is unknown. A test can tell from about three weeks after a possible exposure.</p>
<h2>How it works</h2>
<ol><li>A small blood sample or a swab of the gums, about five minutes.</li><li>A first result in twenty minutes, confirmed by the laboratory.</li><li>You talk to a nurse, whatever the result says.</li></ol>
${video(variant)}
<h2>What it costs</h2>
<p>Testing is free for residents and covered by most plans. You may use a first name only.</p>
</article>
<aside class="card"><h2>Book a test</h2><p>Next free time: <b>tomorrow, 9:40 am</b></p>
<a class="button wide" id="book" href="${address("appointment", variant)}">Schedule an HIV test</a>
<p class="small">Walk-ins every weekday before 10 am.</p></aside></div>`;

const search = ({ variant, query }) => {
  const action = variant === "leaky" ? `action="${pages.search.leaky}" method="get"` : `action="${pages.search.clean}" method="post"`;
  const results = query.q === undefined ? "" : `<h2>${doctors.length} doctors for you</h2><div class="results">${doctors
    .map(([name, field, days, initials]) => `<div class="card doctor"><span class="face" aria-hidden="true">${initials}</span>
      <div><h3>${name}</h3><p>${field}<br><span class="small">${days}</span></p></div>
      <a class="button small quiet" href="${address("appointment", variant)}">Book</a></div>`).join("")}</div>`;
  const option = (value, text) => `<option value="${value}"${query.specialty === value ? " selected" : ""}>${text}</option>`;
  return `<h1>Find a doctor</h1><form class="finder card" id="finder" ${action}>
<label>Specialty<select name="specialty">${option("", "Any")}${option("cardiology", "Cardiology")}${option("oncology", "Oncology")}${option("psychiatry", "Psychiatry")}</select></label>
<label>Name, symptom or treatment<input name="q" id="q" type="search" value="${esc(query.q ?? "")}" autocomplete="off"></label>
<button class="button" id="find">Search</button></form>${results}`;
};

const field = (label, name, type, extra = "") =>
  `<label>${label}<input id="${name}" name="${name}" type="${type}" ${extra} required></label>`;

const appointment = ({ variant }) => {
  const action = variant === "leaky" ? `action="${pages.confirmed.leaky}" method="get"` : `action="/p/1080/send" method="post"`;
  return `<nav class="crumbs" aria-label="You are here"><a href="${address("home", variant)}">Home</a> › <a href="${address("condition", variant)}">HIV testing</a> › Book</nav>
<h1>Book an HIV test</h1><div class="split"><form class="card stack" id="booking" ${action}>
<div class="pair">${field("First name", "first_name", "text", 'autocomplete="given-name"')}${field("Last name", "last_name", "text", 'autocomplete="family-name"')}</div>
<div class="pair">${field("E-mail", "email", "email", 'autocomplete="email"')}${field("Phone", "phone", "tel", 'autocomplete="tel"')}</div>
${field("Date of birth", "dob", "date", 'autocomplete="bday"')}
<label>Why would you like to be tested?<textarea id="reason" name="reason" rows="3"></textarea></label>
<button class="button wide" id="send">Book my HIV test</button></form>
<aside class="card"><h2>Tomorrow, 9:40 am</h2><p>Bayside Clinic, 2nd floor<br>Nurse Priya Nair</p>
<button type="button" class="button small quiet" id="another">Another time</button><p class="small">Please bring nothing but yourself.</p></aside></div>`;
};

const confirmed = ({ variant, query }) => `
<div class="card thanks"><p class="tick" aria-hidden="true">✓</p><h1>Your appointment is booked</h1>
<p>Thank you${query.first_name ? `, ${esc(query.first_name)}` : ""}. We look forward to seeing you tomorrow at 9:40 am.</p>
<p><a class="button" href="${address("login", variant)}">Sign in to MyHealth</a></p></div>`;

const login = ({ variant }) => `
<form class="card stack sign-in" id="sign-in" method="post" action="${variant === "leaky" ? "/login" : "/p/2001/send"}">
<h1>Sign in</h1>
<label>User name<input id="user" name="user" autocomplete="username" required></label>
<label>Password<input id="password" name="password" type="password" autocomplete="current-password" required></label>
<button class="button wide" id="enter">Sign in</button><p class="small">Messages, results and visits are for you alone.</p></form>`;

const message = () => `
<p class="small">Signed in as ${visitor.firstName} ${visitor.lastName}</p>
<article class="card letter"><h1>${visitor.messageSubject}</h1><p class="small">From Nurse Priya Nair · today, 4:12 pm</p>
<p>Dear ${visitor.firstName},</p>
<p>your result from this morning is back and it is negative. Because the test looks back about three weeks, we suggest one more in a month. You can book it right here.</p>
<p>Warm regards,<br>Priya Nair, RN</p><p><button type="button" class="button" id="reply">Reply</button></p></article>`;

/** @type {Record<string, (p: { variant: "leaky" | "clean", query: Record<string, string> }) => string>} */
export const content = { home, condition, search, appointment, confirmed, login, message };
