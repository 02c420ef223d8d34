// Where the demo's people live: names in their own script, companies that could stand there,
// numbers that could ring there. Data only; people.ts draws from it.
//
// Lists are words parted by spaces. A word outside Latin script carries its romanisation after a
// slash, because addresses of people and domains of companies are ASCII.
// Where a regulator sets numbers aside for film and fiction, only those are used: Germany
// (Bundesnetzagentur), France (Arcep), Sweden (PTS), Australia (ACMA), the United States (NANPA:
// 555-01xx). Other countries have no such range that libphonenumber calls valid, so a number there
// may belong to somebody, and nothing is ever sent to the people of a demo.

/** Given and family names that go together; more than one where family names have a gender. */
export type Names = { given: string; family: string }

/** One country of the demo. */
export type Place = {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** BCP 47. */
  language: string
  /** How many people come from here, relative to the others. */
  weight: number
  /** Hours that clocks there are ahead of UTC, summer time ignored. */
  utcOffset: number
  /** Days off, 0 is Sunday; Saturday and Sunday unless given. */
  weekend?: readonly number[]
  names: readonly Names[]
  /** How a full name is written; `first last` unless given. */
  fullName?: string
  /** E.164 with `#` for any digit and `N` for 2 to 9. */
  phones: string
  /** Invented words that companies are called by. */
  stems: string
  /** The word a company's trade has in its name, by industry. */
  trades: Readonly<Record<string, string>>
  /** How a company's name is written. */
  companyName: string
}

const africa: readonly Place[] = [
  {
    country: 'TZ',
    language: 'sw',
    weight: 9,
    utcOffset: 3,
    names: [
      {
        given: 'Neema Baraka Rehema Juma Zawadi Amani Upendo Hamisi Mwanaidi Salim Tumaini Furaha',
        family: 'Mushi Kimaro Massawe Mwakasege Lyimo Mrema Shirima Ngowi Mollel Chuwa Temba',
      },
    ],
    phones: '+25571####### +25575####### +25578#######',
    stems: 'Pwanika Tarembo Kilindani Nyotara Mawimbea',
    trades: {
      Agriculture: 'Kilimo',
      Logistics: 'Usafirishaji',
      Retail: 'Biashara',
      Travel: 'Safari',
      Healthcare: 'Afya',
    },
    companyName: '{stem} {trade} Ltd',
  },
  {
    country: 'KE',
    language: 'en-KE',
    weight: 6,
    utcOffset: 3,
    names: [
      {
        given: 'Wanjiku Otieno Achieng Kamau Nyambura Kiprop Chebet Mwende Barasa Wairimu Njeri',
        family: "Mwangi Ochieng Kariuki Wekesa Cheruiyot Mutua Njoroge Omondi Kilonzo Ng'ang'a",
      },
    ],
    phones: '+25471####### +25472#######',
    stems: 'Savannix Tsavora Umberi Kijanik Maratembo',
    trades: {
      Software: 'Systems',
      Finance: 'Sacco',
      Agriculture: 'Growers',
      Logistics: 'Couriers',
      Education: 'Academy',
    },
    companyName: '{stem} {trade} Ltd',
  },
  {
    country: 'NG',
    language: 'en-NG',
    weight: 6,
    utcOffset: 1,
    names: [
      {
        given:
          'Ngozi Chinedu Adébáyọ̀ Fúnmiláyọ̀ Ìfẹ́olúwa Amina Ibrahim Ọlámidé Chiamaka Emeka Yusuf',
        family: 'Okọlie Adéyẹmí Ọládélé Balarabe Nwosu Ogunlẹ́yẹ Eze Danladi Abubakar Ògúnbọ̀wálé',
      },
    ],
    phones: '+234803####### +234806#######',
    stems: 'Lagunara Zumabrite Okavanti Sahelora Benuevo',
    trades: {
      Finance: 'Microfinance',
      Retail: 'Stores',
      Energy: 'Solar',
      Media: 'Pictures',
      Construction: 'Builders',
    },
    companyName: '{stem} {trade} Limited',
  },
  {
    country: 'ZA',
    language: 'zu',
    weight: 4,
    utcOffset: 2,
    names: [
      {
        given: 'Thandeka Sipho Nomvula Bongani Zanele Pieter Anneke Lerato Kabelo Ayanda Riaan',
        family: 'Nkosi Dlamini Khumalo Mokoena Van-Wyk Coetser Zwane Mahlangu Naidoo Sithole',
      },
    ],
    phones: '+2782####### +2783#######',
    stems: 'Drakenvel Fynboza Ubuntique Karoovia Velddrift',
    trades: {
      Manufacturing: 'Works',
      Insurance: 'Assurance',
      Food: 'Wines',
      Retail: 'Traders',
      Travel: 'Lodges',
    },
    companyName: '{stem} {trade} (Pty) Ltd',
  },
  {
    country: 'ET',
    language: 'am',
    weight: 3,
    utcOffset: 3,
    names: [
      {
        given:
          'አበበ/abebe ሰላም/selam ዳዊት/dawit ሂሩት/hirut ብሩክ/biruk ማርታ/marta ዮናስ/yonas ትዕግስት/tigist ሀና/hana',
        family:
          'ተስፋዬ/tesfaye ገብሬ/gebre ከበደ/kebede አለሙ/alemu ወልዴ/wolde በቀለ/bekele መኮንን/mekonnen ታደሰ/tadesse',
      },
    ],
    phones: '+25191####### +25192#######',
    stems: 'አዋሽራ/awashra እንጦጦማ/entotoma ጣናዊ/tanawi',
    trades: { Food: 'ቡና', Logistics: 'ትራንስፖርት', Manufacturing: 'ጨርቃጨርቅ', Education: 'ትምህርት' },
    companyName: '{stem} {trade}',
  },
  {
    country: 'EG',
    language: 'ar-EG',
    weight: 5,
    utcOffset: 2,
    weekend: [5, 6],
    names: [
      {
        given:
          'محمود/mahmoud فاطمة/fatma يوسف/youssef مريم/mariam كريم/karim نورهان/nourhan باسم/bassem هبة/heba طارق/tarek',
        family:
          'حسنين/hassanein الفقي/elfeky عبدالعال/abdelaal غنيم/ghoneim البدري/elbadry سليمان/soliman رشدي/roshdy',
      },
    ],
    phones: '+20100####### +20101####### +20122#######',
    stems: 'نيلورا/nilora رمالين/ramalin واحتك/wahatak',
    trades: { Retail: 'للتجارة', Healthcare: 'الطبية', Construction: 'للمقاولات', Food: 'للأغذية' },
    companyName: 'شركة {stem} {trade}',
  },
  {
    country: 'MA',
    language: 'fr-MA',
    weight: 3,
    utcOffset: 1,
    names: [
      {
        given: 'Yassine Salma Mehdi Khadija Hamza Aïcha Othmane Zineb Réda Loubna',
        family: 'Bensaïd El-Amrani Bennis Slaoui Ouahbi Lahlou Chraïbi Berrada Idrissi',
      },
    ],
    phones: '+21266####### +21267#######',
    stems: 'Atlasya Zellimar Sahariva Tizinour',
    trades: {
      Travel: 'Voyages',
      Agriculture: 'Agrumes',
      Media: 'Médias',
      Manufacturing: 'Textile',
    },
    companyName: '{stem} {trade} SARL',
  },
]

const europe: readonly Place[] = [
  {
    country: 'DE',
    language: 'de',
    weight: 7,
    utcOffset: 1,
    names: [
      {
        given: 'Jürgen Käthe Lukas Annika Björn Sophie Torben Heike Cem Franziska Jörg Mareike',
        family: 'Müller Schäfer Großmann Weiß König Hübner Yıldız Böttcher Krüger Lindner Voß',
      },
    ],
    phones: '+493023125### +4917139200## +49176040690##',
    stems: 'Lindquell Sternaurich Weidenfurth Nordhavel Eichbrunnen',
    trades: {
      Logistics: 'Logistik',
      Manufacturing: 'Maschinenbau',
      Software: 'Datentechnik',
      Energy: 'Energie',
      Retail: 'Handel',
    },
    companyName: '{stem} {trade} GmbH',
  },
  {
    country: 'FR',
    language: 'fr',
    weight: 6,
    utcOffset: 1,
    names: [
      {
        given: 'Élodie Benoît Chloé François Anaïs Jérôme Maëlle Rémi Océane Gaël Hélène Loïc',
        family:
          'Lefèvre Béranger Dubois Gonçalves Mercier Prévost Rousselot Châtelain Nguyen Lévêque',
      },
    ],
    phones: '+3319900#### +3326191#### +3335301####',
    stems: 'Clairboréal Brumelle Hautefontier Vermeline',
    trades: {
      Food: 'Gourmandises',
      Travel: 'Voyages',
      Insurance: 'Assurances',
      Media: 'Éditions',
      Construction: 'Bâtiment',
    },
    companyName: '{stem} {trade} SAS',
  },
  {
    country: 'PL',
    language: 'pl',
    weight: 4,
    utcOffset: 1,
    names: [
      {
        given: 'Łukasz Małgorzata Paweł Agnieszka Michał Grażyna Wojciech Zofia Jędrzej Elżbieta',
        family: 'Nowak Wójcik Mazur Krawczyk Dąbek Zając Król Wróbel Stępień Gołąb',
      },
    ],
    phones: '+48601###### +48602###### +48605######',
    stems: 'Wiślorant Brzozowit Złotodar Zielnikar',
    trades: {
      Logistics: 'Transport',
      Construction: 'Budownictwo',
      Software: 'Informatyka',
      Food: 'Piekarnie',
    },
    companyName: '{stem} {trade} sp. z o.o.',
  },
  {
    country: 'GR',
    language: 'el',
    weight: 3,
    utcOffset: 2,
    names: [
      {
        given: 'Γιώργος/giorgos Νίκος/nikos Δημήτρης/dimitris Στέλιος/stelios Ηλίας/ilias',
        family:
          'Βλαχάκης/vlachakis Οικονόμου/oikonomou Καραγιάννης/karagiannis Λαμπρίδης/lampridis',
      },
      {
        given: 'Ελένη/eleni Κατερίνα/katerina Δέσποινα/despoina Φωτεινή/foteini Άννα/anna',
        family: 'Βλαχάκη/vlachaki Οικονόμου/oikonomou Καραγιάννη/karagianni Λαμπρίδη/lampridi',
      },
    ],
    phones: '+30697####### +30694#######',
    stems: 'Αιγαλίνα/aigalina Ελαιοδώρα/elaiodora Μελτεμίς/meltemis',
    trades: { Travel: 'Ταξίδια', Food: 'Τρόφιμα', Logistics: 'Ναυτιλιακή', Energy: 'Ενέργεια' },
    companyName: '{stem} {trade} ΑΕ',
  },
  {
    country: 'UA',
    language: 'uk',
    weight: 4,
    utcOffset: 2,
    names: [
      {
        given:
          'Олена/olena Тарас/taras Оксана/oksana Остап/ostap Юлія/yuliia Северин/severyn Євген/yevhen Наталія/nataliia Данило/danylo Соломія/solomiia',
        family:
          'Коваленко/kovalenko Бондаренко/bondarenko Шевчук/shevchuk Мельник/melnyk Гончар/honchar Ткачук/tkachuk Поліщук/polishchuk Ґудзь/gudz',
      },
    ],
    phones: '+38067####### +38050#######',
    stems: 'Дніпряна/dnipriana Степовіт/stepovit Калинар/kalynar',
    trades: {
      Agriculture: 'Агро',
      Software: 'Технології',
      Manufacturing: 'Завод',
      Retail: 'Торгівля',
    },
    companyName: 'ТОВ «{stem} {trade}»',
  },
  {
    country: 'SE',
    language: 'sv',
    weight: 3,
    utcOffset: 1,
    names: [
      {
        given: 'Åsa Björn Märta Göran Linnéa Håkan Elin Sören Ängla Viggo',
        family: 'Lindström Sjöberg Åkerblom Östlund Hägg Nyström Bergqvist Söderman Ekdahl',
      },
    ],
    phones: '+467017406N# +468465004## +463139006## +464062804##',
    stems: 'Granlykta Fjällvåg Havsnära Björkglänta',
    trades: { Software: 'Teknik', Energy: 'Vindkraft', Healthcare: 'Vård', Education: 'Lärande' },
    companyName: '{stem} {trade} AB',
  },
  {
    country: 'GE',
    language: 'ka',
    weight: 2,
    utcOffset: 4,
    names: [
      {
        given:
          'ნინო/nino გიორგი/giorgi თამარ/tamar ლევან/levan ქეთევან/ketevan დავით/davit მარიამ/mariam ზურაბ/zurab',
        family:
          'ბერიძე/beridze კაპანაძე/kapanadze გელაშვილი/gelashvili ლომიძე/lomidze მაისურაძე/maisuradze ხარაძე/kharadze',
      },
    ],
    phones: '+995599###### +995555######',
    stems: 'მთისარი/mtisari ვაზიანა/vaziana რიონელა/rionela',
    trades: { Food: 'ღვინო', Travel: 'ტური', Construction: 'მშენებელი', Retail: 'ვაჭრობა' },
    companyName: 'შპს {stem} {trade}',
  },
]

const asia: readonly Place[] = [
  {
    country: 'TR',
    language: 'tr',
    weight: 4,
    utcOffset: 3,
    names: [
      {
        given: 'Ayşe Mehmet Çiğdem Oğuz İpek Şule Barış Gökçe Işıl Yiğit',
        family: 'Yılmaz Çelik Şahin Öztürk Kılıç Doğan Aydın Güneş Koçak Sağlam',
      },
    ],
    phones: '+90532####### +90542#######',
    stems: 'Boğazlar-Işığı Çınardüz Yıldızova Menekşeli',
    trades: { Manufacturing: 'Tekstil', Travel: 'Turizm', Construction: 'İnşaat', Food: 'Gıda' },
    companyName: '{stem} {trade} A.Ş.',
  },
  {
    country: 'IL',
    language: 'he',
    weight: 2,
    utcOffset: 2,
    weekend: [5, 6],
    names: [
      {
        given:
          'נועה/noa איתי/itai תמר/tamar יונתן/yonatan שירה/shira אורי/uri מיכל/michal עידו/ido',
        family:
          'כהן/cohen מזרחי/mizrahi פרץ/peretz ביטון/biton אברהמי/avrahami דרורי/drori רוזן/rozen',
      },
    ],
    phones: '+97252N###### +97250N######',
    stems: 'גלינור/galinor צורית/tzurit ארזלב/erezlev',
    trades: { Software: 'תוכנה', Healthcare: 'רפואה', Agriculture: 'חקלאות', Energy: 'אנרגיה' },
    companyName: '{stem} {trade} בע״מ',
  },
  {
    country: 'SA',
    language: 'ar-SA',
    weight: 3,
    utcOffset: 3,
    weekend: [5, 6],
    names: [
      {
        given:
          'عبدالله/abdullah نورة/noura فهد/fahad ريم/reem سلطان/sultan هند/hind تركي/turki لمى/lama',
        family:
          'الغامدي/alghamdi القحطاني/alqahtani الزهراني/alzahrani العتيبي/alotaibi الدوسري/aldosari الشمري/alshammari',
      },
    ],
    phones: '+96650####### +96655#######',
    stems: 'نجدارا/najdara سدرانة/sidrana كثبان/kuthban',
    trades: {
      Construction: 'للإنشاءات',
      Finance: 'المالية',
      Logistics: 'للنقل',
      Retail: 'التجارية',
    },
    companyName: 'مؤسسة {stem} {trade}',
  },
  {
    country: 'IN',
    language: 'hi',
    weight: 8,
    utcOffset: 5.5,
    names: [
      {
        given:
          'अनन्या/ananya आरव/aarav प्रिया/priya विक्रम/vikram कविता/kavita निखिल/nikhil सुनीता/sunita हरीश/harish मेघना/meghna अर्जुन/arjun',
        family:
          'शर्मा/sharma वर्मा/verma गुप्ता/gupta मिश्रा/mishra जोशी/joshi यादव/yadav पाटिल/patil त्रिपाठी/tripathi',
      },
    ],
    phones: '+9198######## +9199########',
    stems: 'सूर्यनिधि/suryanidhi गंगोदय/gangoday नीलांकुर/nilankur मेघवन/meghvan',
    trades: {
      Software: 'टेक्नोलॉजी',
      Education: 'शिक्षा',
      Manufacturing: 'उद्योग',
      Healthcare: 'आरोग्य',
    },
    companyName: '{stem} {trade} प्रा. लि.',
  },
  {
    country: 'TH',
    language: 'th',
    weight: 3,
    utcOffset: 7,
    names: [
      {
        given:
          'สมชาย/somchai กัญญา/kanya ณัฐพล/natthaphon พิมพ์ชนก/phimchanok อนันต์/anan สุดารัตน์/sudarat ธนกร/thanakon',
        family:
          'ศรีสุข/srisuk บุญมี/boonmee ทองดี/thongdee แก้วใส/kaewsai วงศ์งาม/wongngam สายทอง/saithong',
      },
    ],
    phones: '+6681####### +6689#######',
    stems: 'ธารมณี/tharmanee เมฆสวรรค์/meksawan ดอยรุ้ง/doirung',
    trades: { Travel: 'ทัวร์', Food: 'อาหาร', Retail: 'การค้า', Agriculture: 'การเกษตร' },
    companyName: 'บริษัท {stem}{trade} จำกัด',
  },
  {
    country: 'VN',
    language: 'vi',
    weight: 4,
    utcOffset: 7,
    names: [
      {
        given: 'Hương Tuấn Ngọc Đức Thảo Dũng Phương Quỳnh Hiếu Ánh',
        family: 'Nguyễn Trần Lê Phạm Hoàng Đặng Bùi Đỗ Võ',
      },
    ],
    fullName: '{last} {first}',
    phones: '+8490####### +8491#######',
    stems: 'Sen-Mây-Biếc Trúc-Sương-Lam Hải-Đăng-Ngọc Mây-Lúa-Ngàn',
    trades: {
      Manufacturing: 'May Mặc',
      Software: 'Phần Mềm',
      Food: 'Thực Phẩm',
      Travel: 'Du Lịch',
    },
    companyName: 'Công ty TNHH {stem} {trade}',
  },
  {
    country: 'JP',
    language: 'ja',
    weight: 5,
    utcOffset: 9,
    names: [
      {
        given:
          '陽菜/hina 健太/kenta さくら/sakura 悠斗/yuto 美咲/misaki ひかり/hikari 翔/sho エミ/emi 和也/kazuya',
        family:
          '佐藤/sato 高橋/takahashi 渡辺/watanabe 小林/kobayashi 山口/yamaguchi 井上/inoue 清水/shimizu',
      },
    ],
    fullName: '{last} {first}',
    phones: '+8190N####### +8180N#######',
    stems: 'ミドリノハ/midorinoha ホシガネ/hoshigane アオナミ/aonami 月見汀/tsukimigiwa',
    trades: { Logistics: '物流', Software: 'システムズ', Food: '食品', Healthcare: '医療' },
    companyName: '株式会社{stem}{trade}',
  },
  {
    country: 'KR',
    language: 'ko',
    weight: 3,
    utcOffset: 9,
    names: [
      {
        given:
          '민준/minjun 서연/seoyeon 준서/junseo 하은/haeun 도윤/doyun 수빈/subin 예린/yerin 현우/hyeonwoo',
        family: '김/kim 이/lee 박/park 최/choi 정/jung 강/kang 윤/yoon 한/han',
      },
    ],
    fullName: '{last}{first}',
    phones: '+82102N######',
    stems: '푸른누리/pureunnuri 해오름달/haeoreumdal 솔바라/solbara',
    trades: { Software: '소프트', Retail: '상사', Media: '미디어', Education: '교육' },
    companyName: '주식회사 {stem}{trade}',
  },
  {
    country: 'CN',
    language: 'zh-Hans',
    weight: 5,
    utcOffset: 8,
    names: [
      {
        given:
          '伟明/weiming 秀英/xiuying 晓燕/xiaoyan 志强/zhiqiang 雨桐/yutong 建国/jianguo 子涵/zihan 丽华/lihua',
        family: '王/wang 李/li 张/zhang 陈/chen 赵/zhao 周/zhou 欧阳/ouyang 黄/huang',
      },
    ],
    fullName: '{last}{first}',
    phones: '+86138######## +86139########',
    stems: '云汀澜/yuntinglan 禾澜屿/helanyu 青屿桥/qingyuqiao',
    trades: { Manufacturing: '制造', Logistics: '物流', Retail: '商贸', Software: '信息技术' },
    companyName: '{stem}{trade}有限公司',
  },
]

const americas: readonly Place[] = [
  {
    country: 'US',
    language: 'en-US',
    weight: 8,
    utcOffset: -6,
    names: [
      {
        given: 'Madison Tyrone Abigail Hunter Zoë Rubén Destiny Caleb Grace DeShawn Peyton Marisol',
        family: "Whitfield Ramírez O'Dowd Delacroix Hartwell Kowalczyk Bledsoe Tran Muñoz Peabody",
      },
    ],
    phones: '+121255501## +130355501## +141555501## +151255501## +161755501##',
    stems: 'Cedarloft Mesalind Quillbrook Prairiestone Harborwick',
    trades: {
      Software: 'Labs',
      Healthcare: 'Clinics',
      Insurance: 'Mutual',
      Construction: 'Contractors',
      Media: 'Studios',
    },
    companyName: '{stem} {trade}, Inc.',
  },
  {
    country: 'BR',
    language: 'pt-BR',
    weight: 6,
    utcOffset: -3,
    names: [
      {
        given: 'João Conceição Antônio Letícia Caíque Débora Thaís Otávio Luíza Sebastião Inês',
        family: 'Gonçalves Araújo Simões Brandão Falcão Magalhães Nóbrega Assunção Lourenço',
      },
    ],
    phones: '+551199####### +552198#######',
    stems: 'Ipêluar Serralume Jacaranil Capimlume',
    trades: {
      Agriculture: 'Agropecuária',
      Retail: 'Comércio',
      Energy: 'Energia',
      Finance: 'Crédito',
    },
    companyName: '{stem} {trade} Ltda.',
  },
  {
    country: 'MX',
    language: 'es-MX',
    weight: 5,
    utcOffset: -6,
    names: [
      {
        given: 'Xóchitl Ángel Íñigo Begoña Joaquín Itzel Andrés Lucía Citlali Óscar',
        family: 'Ibáñez Ordóñez Núñez Quintana Peña Zúñiga Villaseñor Treviño Cárdenas',
      },
    ],
    phones: '+5255######## +5233########',
    stems: 'Nopaluna Jacalito Cempaluz Piedraluna',
    trades: {
      Food: 'Alimentos',
      Logistics: 'Transportes',
      Construction: 'Obras',
      Travel: 'Viajes',
    },
    companyName: '{stem} {trade} S.A. de C.V.',
  },
]

const oceania: readonly Place[] = [
  {
    country: 'AU',
    language: 'en-AU',
    weight: 4,
    utcOffset: 10,
    names: [
      {
        given: 'Lachlan Matilda Jarrah Imogen Darcy Saoirse Hamish Kirra Callum Freya',
        family: "Barlow Fitzgibbon McAllister Nguyen Thistleton O'Rourke Papas Wakefield Doyle",
      },
    ],
    phones: '+6125550#### +6135550#### +6175550####',
    stems: 'Wattlebend Bilbyworks Saltgumble Coolamander',
    trades: { Energy: 'Renewables', Agriculture: 'Pastoral', Travel: 'Charters', Finance: 'Super' },
    companyName: '{stem} {trade} Pty Ltd',
  },
  {
    country: 'NZ',
    language: 'mi',
    weight: 2,
    utcOffset: 12,
    names: [
      {
        given: 'Wiremu Mārama Tāne Aroha Hēmi Ngāio Rāwiri Whetū Anahera',
        family: 'Paraone Ngātai Tūhoro Walker Te-Kani Rāpana Harawira Pōtae',
      },
    ],
    phones: '+6421N###### +6427N######',
    stems: 'Kōwhaira Pounamuri Tūīwera',
    trades: { Food: 'Honey', Education: 'Ako', Agriculture: 'Orchards', Media: 'Pāpāho' },
    companyName: '{stem} {trade} Ltd',
  },
]

/** All places of the demo, on every inhabited continent. */
export const places: readonly Place[] = [...africa, ...europe, ...asia, ...americas, ...oceania]
