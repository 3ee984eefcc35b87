// Reads a catalogue as Backstage does, and prints what its own validators accept, as JSON.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const model = require('@backstage/catalog-model');
const { parseAllDocuments } = require('yaml');

const policies = [
  new model.DefaultNamespaceEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.SchemaValidEntityPolicy(),
];
const validators = {
  Group: model.groupEntityV1alpha1Validator,
  User: model.userEntityV1alpha1Validator,
  Component: model.componentEntityV1alpha1Validator,
};

const entities = [];
for (const document of parseAllDocuments(readFileSync(process.argv[2], 'utf8'))) {
  if (document.errors.length > 0) throw document.errors[0];
  let entity = document.toJS();
  for (const policy of policies) entity = await policy.enforce(entity);
  const validator = validators[entity.kind];
  if (validator && !(await validator.check(entity))) throw new Error(`${entity.kind} is not of this version`);
  entities.push({ ref: model.stringifyEntityRef(entity), kind: entity.kind, metadata: entity.metadata, spec: entity.spec });
}
console.log(JSON.stringify(entities));
