// The languages whose symbols are found, and how: one tree-sitter query each.

/** The names of the grammar files: `tree-sitter-NAME.wasm`. */
export const GRAMMARS = ['typescript', 'tsx', 'javascript', 'python', 'go', 'java', 'rust'] as const;
export type Grammar = (typeof GRAMMARS)[number];

const BY_EXTENSION: Readonly<Record<string, Grammar>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  go: 'go',
  java: 'java',
  rs: 'rust',
};

export function grammarOf(path: string): Grammar | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}

/** At the top of a file, exported or not, and in a namespace. */
const atTop = (pattern: string): string => `
(program ${pattern})
(program (export_statement declaration: ${pattern}))`;

const ECMASCRIPT = `
${atTop('(function_declaration name: (_) @name) @function')}
${atTop('(generator_function_declaration name: (_) @name) @function')}
${atTop('(lexical_declaration (variable_declarator name: (identifier) @name) @constant)')}
${atTop('(variable_declaration (variable_declarator name: (identifier) @name) @variable)')}
(class_declaration name: (_) @name) @class
(class_body (method_definition name: (_) @name) @method)
(program (expression_statement (assignment_expression
  left: (member_expression property: (property_identifier) @name)
  right: [(function_expression) (arrow_function) (class)]) @function))
(comment) @skip
(string_fragment) @skip
(regex) @skip`;

const TYPESCRIPT = `${ECMASCRIPT}
${atTop('(function_signature name: (_) @name) @function')}
(program (ambient_declaration (function_signature name: (_) @name) @function))
(program (ambient_declaration (lexical_declaration (variable_declarator name: (identifier) @name) @constant)))
(abstract_class_declaration name: (_) @name) @class
(class_body (abstract_method_signature name: (_) @name) @method)
(class_body (public_field_definition name: (_) @name value: (arrow_function)) @method)
(interface_declaration name: (_) @name) @interface
(type_alias_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @enum
(internal_module name: (_) @name) @module
(internal_module body: (statement_block (export_statement
  declaration: (function_declaration name: (_) @name) @function)))`;

const JSX = '(jsx_text) @skip';

/** Captures: the definition under its kind, its `@name`, and as `@skip` what holds no code. */
export const QUERIES: Readonly<Record<Grammar, string>> = {
  typescript: TYPESCRIPT,
  tsx: `${TYPESCRIPT}\n${JSX}`,
  javascript: `${ECMASCRIPT}\n${JSX}`,
  python: `
(module (function_definition name: (_) @name) @function)
(module (decorated_definition definition: (function_definition name: (_) @name) @function))
(module (if_statement consequence: (block (function_definition name: (_) @name) @function)))
(class_definition name: (_) @name) @class
(class_definition body: (block (function_definition name: (_) @name) @method))
(class_definition body: (block (decorated_definition definition: (function_definition name: (_) @name) @method)))
(module (expression_statement (assignment left: (identifier) @name) @variable))
(module (type_alias_statement left: (type (identifier) @name)) @type)
(comment) @skip
(string_content) @skip`,
  go: `
(function_declaration name: (_) @name) @function
(method_declaration name: (_) @name) @method
(source_file (type_declaration (type_spec name: (_) @name type: (struct_type)) @class))
(source_file (type_declaration (type_spec name: (_) @name type: (interface_type)) @interface))
(source_file (type_declaration (type_spec name: (_) @name) @type))
(source_file (type_declaration (type_alias name: (_) @name) @type))
(source_file (const_declaration (const_spec name: (_) @name) @constant))
(source_file (var_declaration (var_spec name: (_) @name) @variable))
(source_file (var_declaration (var_spec_list (var_spec name: (_) @name) @variable)))
(comment) @skip
(interpreted_string_literal) @skip
(raw_string_literal) @skip
(rune_literal) @skip`,
  java: `
(class_declaration name: (_) @name) @class
(record_declaration name: (_) @name) @class
(interface_declaration name: (_) @name) @interface
(annotation_type_declaration name: (_) @name) @interface
(enum_declaration name: (_) @name) @enum
(constructor_declaration name: (_) @name) @method
(method_declaration name: (_) @name) @method
(line_comment) @skip
(block_comment) @skip
(string_literal) @skip
(character_literal) @skip`,
  rust: `
(source_file (function_item name: (_) @name) @function)
(mod_item body: (declaration_list (function_item name: (_) @name) @function))
(impl_item body: (declaration_list (function_item name: (_) @name) @method))
(trait_item body: (declaration_list (function_item name: (_) @name) @method))
(trait_item body: (declaration_list (function_signature_item name: (_) @name) @method))
(struct_item name: (_) @name) @class
(union_item name: (_) @name) @class
(enum_item name: (_) @name) @enum
(trait_item name: (_) @name) @interface
(type_item name: (_) @name) @type
(source_file (const_item name: (_) @name) @constant)
(source_file (static_item name: (_) @name) @constant)
(mod_item name: (_) @name) @module
(macro_definition name: (_) @name) @macro
(line_comment) @skip
(block_comment) @skip
(string_literal) @skip
(raw_string_literal) @skip
(char_literal) @skip`,
};
