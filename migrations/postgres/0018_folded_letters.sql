-- Search and sorting take no notice of strokes, hooks and ligatures any more, as they never did of accents:
-- what is written here is what kernel/search.ts makes of the same text from now on. Of two roles whose
-- names are one name now, the later one keeps its key, and is reached by its id.
UPDATE consumers SET
  sort_name = translate(replace(replace(replace(sort_name, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy'),
  search_text = translate(replace(replace(replace(search_text, 'æ', 'ae'), 'œ', 'oe'), 'þ',
    'th'), 'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
WHERE search_text ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]';
--> statement-breakpoint
UPDATE accounts SET
  sort_name = translate(replace(replace(replace(sort_name, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy'),
  search_text = translate(replace(replace(replace(search_text, 'æ', 'ae'), 'œ', 'oe'), 'þ',
    'th'), 'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
WHERE search_text ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]' OR sort_name ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]';
--> statement-breakpoint
UPDATE providers SET
  sort_name = translate(replace(replace(replace(sort_name, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy'),
  search_text = translate(replace(replace(replace(search_text, 'æ', 'ae'), 'œ', 'oe'), 'þ',
    'th'), 'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
WHERE search_text ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]' OR sort_name ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]';
--> statement-breakpoint
UPDATE supervisors SET
  sort_name = translate(replace(replace(replace(sort_name, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy'),
  search_text = translate(replace(replace(replace(search_text, 'æ', 'ae'), 'œ', 'oe'), 'þ',
    'th'), 'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
WHERE search_text ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]' OR sort_name ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]';
--> statement-breakpoint
UPDATE roles SET
  name_key = translate(replace(replace(replace(name_key, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
WHERE name_key ~ '[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]' AND NOT EXISTS (
  SELECT 1 FROM roles AS other WHERE other.provider = roles.provider AND other.key <> roles.key
    AND translate(replace(replace(replace(other.name_key, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
    = translate(replace(replace(replace(roles.name_key, 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    'øłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ', 'olddhtnzbbddegikouy')
);
