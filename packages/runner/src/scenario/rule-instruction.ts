// What a server's rule about a value asks of the person who is to write another one.

/** Rules as Kubernetes words them, and the same as an instruction; the first that fits counts. */
const FORMS: readonly (readonly [rule: RegExp, instruction: string])[] = [
  [/^supported values: (?:"", )?(.+)$/, "write one of $1"],
  // Of names Kubernetes gives examples, which say more than its grammar.
  [/^a qualified name .*\(e\.g\. ('example\.com\/MyName')\)$/, "write it like $1"],
  [/^(name|prefix) part .*\(e\.g\. (.+?),? +regex used for validation is .*$/, "write the $1 part like $2"],
  [/^.*\(e\.g\. (.+?),? +regex used for validation is .*$/, "write it like $1"],
  [/^(name|prefix) part must be non-empty$/, "write a $1 part"],
  [/^(name part|prefix part) must be no more than (\d+) characters$/, "shorten the $1 to $2 characters"],
  [/^must be no more than (\d+) characters$/, "shorten it to $1 characters"],
  [/^may not be more than (\d+ bytes)$/, "shorten it to $1"],
  [/^must have at most (.+)$/, "keep at most $1"],
  // What may not be there.
  [/^may not have more than one field specified at a time$/, "keep one of the fields"],
  [/^(?:must|may|can) ?not be (?:set|specified|used)\b.*$/, "remove the field"],
  [/^.*(?:must|may|can) ?not (?:contain|have) (.+)$/, "leave out $1"],
  [/^(?:must|may|can) ?not begin or end with (.+)$/, "begin and end it with something else than $1"],
  [/^(?:.+ )?(?:must|may|can) ?not be empty$/, "give the field a value"],
  [/^(?:must|may|can) ?not be (?:greater|more) than (.+)$/, "write at most $1"],
  [/^(?:must|may|can) ?not be (.+)$/, "write something else than $1"],
  // What has to be there.
  [/^must be (positive|non-negative)(?: and (.+))?$/, "write a $1 number $2"],
  [/^must be ((?:greater|less) than .+|(?:between|in the range) .+)$/, "write a number $1"],
  [/^must be (unique|ordered)\b.*$/, "make the values $1"],
  [/^must be (.+)$/, "write $1"],
  [/^(?:not )?in valid range (.+)$/, "write a number in the range $1"],
  [/^must contain only (.+)$/, "write only $1"],
  [/^must (?:contain|include) (.+)$/, "write $1"],
  [/^must (specify|match|set|start|begin|end) (.+)$/, "$1 $2"],
  [/^(.+) must be empty\b.*$/, "remove $1"],
  [/^(at least one .+) (?:is required|must be specified)$/, "add $1"],
  // What depends on other fields.
  [/^requires indexed completion mode$/, "write completionMode: Indexed, or remove the field"],
  [/^requires the (\w+) to be set$/, "set $1"],
  [/^only allowed for .+$/, "remove the field"],
  [/^specifying both (\w+) and (\w+) is not supported$/, "keep one of $1 and $2"],
  [/^specifying one of (\w+) and (\w+) is required$/, "add $1 or $2"],
  [/^exists in both (\w+) and (\w+)$/, "keep it in one of $1 and $2"],
  [/^conflicting \w+$/, "keep one of them"],
  [/^can only use (\w+) if (\w+)=(\w+), not .+$/, "write $2: $3, or remove $1"],
  [/^(\w+) must be '(\w+)' when `(\w+)` is set$/, "write $1: $2, or remove $3"],
  [/^.+ value \S+ is greater than .+ value (\S+)$/, "write at most $1"],
  [/^empty selector is invalid .+$/, "add matchLabels"],
  [/^name is neither a standard finalizer name nor is it fully qualified$/, "write it like 'example.com/name'"],
  // What a field holds.
  [/^(?:an? |one of |true or false)(?!.* (?:must|may|can) ?(?:not )?be ).*$/, "write $&"],
];

/** Longer than this, an instruction is not read. */
const LENGTH_MAX = 200;

const instructionOf = (rule: string): string | null => {
  for (const [form, instruction] of FORMS) {
    if (form.test(rule))
      return rule
        .replace(form, instruction)
        .replace(/', +or '/g, "' or '")
        .trim();
  }
  return null;
};

/** Null where the rule does not say what to do. */
export const instruction = (rule: string): string | null => {
  const parts = rule.split(/; ?/).map(instructionOf);
  const all = parts.filter((part) => part !== null).join("; ");
  return parts.includes(null) || all.length > LENGTH_MAX ? null : all;
};
