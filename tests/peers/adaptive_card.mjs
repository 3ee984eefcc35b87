// Reads an adaptive card as Microsoft's own package does; prints what is wrong with it, and what it holds.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
// Its modules are written for a bundler; what it gives to browsers stands alone.
const { AdaptiveCard, SerializationContext, Versions } = require('adaptivecards/dist/adaptivecards.js');

const context = new SerializationContext(Versions.v1_4);
const card = new AdaptiveCard();
card.parse(JSON.parse(readFileSync(0, 'utf8')), context);
const faults = [];
for (let index = 0; index < context.eventCount; index += 1) faults.push(context.getEventAt(index).message);
const texts = [];
for (let index = 0; index < card.getItemCount(); index += 1) texts.push(card.getItemAt(index).text);
const links = [];
for (let index = 0; index < card.getActionCount(); index += 1) links.push(card.getActionAt(index).url);
console.log(JSON.stringify({ faults, texts, links }));
