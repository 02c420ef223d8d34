-- Search and sorting take no notice of strokes, hooks and ligatures any more, as they never did of accents:
-- what is written here is what kernel/search.ts makes of the same text from now on. Of two roles whose
-- names are one name now, the later one keeps its key, and is reached by its id.
UPDATE consumers SET

      sort_name = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(sort_name,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y'),

      search_text = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search_text,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
WHERE search_text GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*';
--> statement-breakpoint
UPDATE accounts SET

      sort_name = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(sort_name,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y'),

      search_text = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search_text,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
WHERE search_text GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*' OR sort_name GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*';
--> statement-breakpoint
UPDATE providers SET

      sort_name = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(sort_name,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y'),

      search_text = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search_text,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
WHERE search_text GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*' OR sort_name GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*';
--> statement-breakpoint
UPDATE supervisors SET

      sort_name = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(sort_name,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y'),

      search_text = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(search_text,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
WHERE search_text GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*' OR sort_name GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*';
--> statement-breakpoint
UPDATE roles SET

      name_key = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(name_key,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
WHERE name_key GLOB '*[æœþøłđðħŧŋƶɓƀɖɗɛǥɨƙɔʉƴ]*' AND NOT EXISTS (
  SELECT 1 FROM roles AS other WHERE other.provider = roles.provider AND other.key <> roles.key
    AND 
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(other.name_key,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
    = 
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(roles.name_key,
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ð', 'd'), 'ħ', 'h'),
    'ŧ', 't'), 'ŋ', 'n'), 'ƶ', 'z'), 'ɓ', 'b'), 'ƀ', 'b'), 'ɖ', 'd'), 'ɗ', 'd'), 'ɛ', 'e'), 'ǥ',
    'g'), 'ɨ', 'i'), 'ƙ', 'k'), 'ɔ', 'o'), 'ʉ', 'u'), 'ƴ', 'y')
);
