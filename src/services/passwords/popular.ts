/**
 * What very many people pick as a password: words, names, and what they put together of them. Written
 * for this program from what everybody knows, not taken from a leak. Lower case, without the digits and
 * signs that people put around a word; runs along the keyboard and repetitions are told by rule.
 */
export const popular = `
007007 100200300 102030 10203040 112233 11223344 1122334455 121212 12121212 123123 123123123
123321 12344321 123454321 1234554321 1234abcd 123654 123654789 123abc 123qwe 123qweasd 13579
135792468 1357924680 143143 14344 147258369 159357 159753 19841984 19871987 19901990 1q2w3e
1q2w3e4r 1q2w3e4r5t 1qaz1qaz 1qaz2wsx 1qazxsw2 20002000 20012001 20202020 24681012 27182818
2wsx3edc 31415926 314159265 321654987 420420 666666 696969 69696969 741852963 777777 789456123
888888 a1b2c3 a1b2c3d4 a1s2d3f4 aa123456 aaron abc123 abc12345 abc123abc abcabc abcd1234 abcdef
abigail access access14 accessdenied accord accra acdc achilles acmilan adam admin admin123
admin1234 adminadmin administrator adminpassword adventure aerosmith agent agent007 ahmed airforce
ajax akucinta aladdin alaska albania alegria alejandra alejandro alessandra alessandro alexander
alexandra alexandre alexandria alexey alexis alfaromeo algeria alhamdulillah allah allahuakbar
allen alone always alwaysandforever alyssa amanda amazing amazon amber amelia amen america
american amigas amigo amigos amor amorcito amore amoremio amores amormio amorsito amorzinho amour
amoureux anaconda anarchy anastasia anderson andrea andrew android angel angela angelbaby
angelface angelica angelito angels anime ankara ankara06 anthony antonio aphrodite apollo apollo13
apple applepie apples appletree april aragorn argentina ariel arizona army arsenal arsenalfc
artemis arthur asante asd123 asdasd asdf1234 asdfasdf asdqwe ashley askim askimaskim assassin
assassins asshole athena athens atlanta audi august auntie austin australia autumn avatar avenger
avengers avocado awesome azerty azertyui azertyuiop bababa babe babes baby babyblue babyboy
babycakes babyface babygirl babyphat bacardi bacon badger bailey baker ballet bambi banana bananas
bandit bandung bangalore bangkok bangladesh bangtan bank banker banking barbie barcelona bart
baseball baseball1 basketball bassist bastard batman batman123 baxter bayern beach bear bears
beatles beautiful beautifulgirl beauty beaver bebegim beckham beer beerbeer beethoven beetle
beijing believe believer bella bendicion benfica bengals benjamin benz beograd berlin bernard
besiktas besiktas1903 bestfriend bestfriends beyonce bible bieber bigbang bigboss bigcock bigdaddy
bigdick bigdog bigfoot biggie biggun bigmac bigman bilbo billionaire birthday bismillah bismillah1
bitch bitches bitcoin blabla blablabla black blackberry blackbird blackblack blackcat blackdog
blackhorse blackie blackjack blackknight blacklabel blackpink blackrose blacksabbath blade
blahblah blahblahblah bleach blessed blessing blessings blink182 blossom blowjob blue bluebell
blueberry bluebird blueblue bluedog blueeyes bluefish bluemoon bluesky bluewater bobmarley boca
bocajuniors bolivia bomb bomber bond007 bonita bonjour bonjovi bonsoir boobs boomer bordeaux
borussia bosnia boss boston boxer boxing boyfriend boys bradley brandon brandy brasil brasileiro
braves brazil bread brian brianna brilliant britain british britney brittany broccoli broncos
bronx brooklyn brother brothers brown brownie brownies browns bruno brutus bryan btsarmy bubba
bubba1 bubblegum bubbles bucuresti budapest buddha buddy buddyboy budlight budweiser bugsbunny
bulgaria bullet bullets bulls bullshit bumblebee bunny buongiorno burger burrito business buster
butter butterfly caballo cadillac caesar california callofduty camaro cameron camila camille
campeon camping camry canada candy candycane candygirl candyman canim cappuccino captain
captainamerica captainmorgan caramel carlos carolina caroline carrot cartman casey cash cashmoney
casino casinoroyale catherine cats catwoman celtic celtics challenger champagne champion champions
changeit changeme changethis chaos charger chargers charizard charles charlie charlie1 charlotte
charmed cheerleader cheese cheeseburger cheesecake cheetah chelsea chelseafc chen chennai cherie
cherries cherry chester chevrolet chevy chewbacca chewie chicago chicken chico chiefs chile china
chiquita chivas chloe chocolat chocolate chocolates chouchou chris christ christian christian1
christina christmas christopher chubby church ciao ciaociao cinderella cinnamon cinta cintaku
cioccolata cisco citroen civic claudia clave claves cleopatra cloud clouds cobra coca cocacola
cocaine cocksucker coco coconut cody coffee coffeecup coke coldplay college colombia colombiano
colorado colts commando company computer computer1 connor contrasena contraseña cookie
cookiemonster cookies cool coolcool coolgirl coolguy coolio coolman cooper corazon corinthians
corolla corona corvette cosmic cosmos coucou cougar counterstrike courtney cousin cowboy cowboys
cowgirl coyote cranberry crazy crazyboy crazygirl creed cricket cristiano cristo croatia cruz
cruzazul crystal cuba cubs cupcake cupcakes curtis cute cutie cutiepie cycling cynthia dadada
daddy daffy daisy dallas dancer dancing danger dangerous daniel daniela danielle daredevil
darkangel darkknight darklord darkness darkside darling darthvader darwin database david davis
dead deadline deadman deadpool dearest death deathnote debian deborah december deeppurple default
defaultpassword defleppard delhi dell demo demodemo demon denver depechemode derek destroy
destroyer destruction detroit deus deusefiel deutschland devil dhaka diablo diana diaz dickhead
diego diesel dios diosesamor diosmio discover discovery disney disneyland disturbed divorce dixie
dmitry dodge dodgers doggie doggy dogs dollar dollars dolphin dolphins dominic dominican dominique
donald donaldduck donkey dontknow donut donuts doom dortmund doudou doughnut douglas dragon
dragon123 dragonball dragonballz dragonfly dragons dream dreamer dreamers dreamgirl dreams driver
drpepper drummer drums drunk ducati duck ducky dude dudedude duke dumbass dumbledore dupa dupadupa
dustin dylan eagle eagles earth earthquake easter ebay ecuador edgar edison eduardo edward eeyore
egypt einstein ekaterina eleanor elephant elizabeth elmejor elvis emily eminem emma emmanuel
emperor empire energy engel england enrique enterprise eric erica erika ernesto espana esperanza
espresso esteban estrella estrellas eternal eternity ethan eugene euteamo evanescence evelyn
everton everyday example excellent exodus exoexo explorer explosion extreme facebook faith
faithful falcon falcons fall fallout familia familiafeliz family fanta fantastic fantasy fast
fastcar faster fatboy father fatty february felicidad felicidade felipe fenerbahce fenerbahce1907
fernanda fernando ferrari feyenoord fiat finalfantasy findingnemo fire fireball firebird
firefighter firefire firefly fireman fisherman fishing flame flamengo flames flamingo florida
flower flowers fluffy football football1 ford fordf150 forest forever foreverlove forgot forgotten
formula1 fortnite forzainter forzajuve forzamilan foxy france francesca francis francisco frank
franklin freak freaky frederick freedom freedom1 friday friend friends friendship friendster frodo
frozen fuck fucker fuckit fuckme fuckoff fuckyou fuckyou2 funny funtime fussball futbol futurama
gabriel gabriela gabriella gabrielle galatasaray galatasaray1905 galaxy galileo gamer games gaming
gandalf ganesh ganesha gangsta gangster ganja garage garcia garden gardener garfield garlic
garrett gatinha gatinho gatito gecko geek geheim genesis genius gentleman george georgia gerald
gerard germany ghana ghost giant giants gilbert ginger giovanni giraffe girl girlfriend girlpower
girls girlsgeneration girly giuseppe gladiator gloria glory gmail goat godbless godblessme
godfather godfirst godisgood godislove godsmack goku gold golden goldeneye goldfish golf golfer
goliath gomez gonzalez gonzalo goodbye goodfellas goofy google gordon gorgeous gorilla gospel
gostosa grace graceful graham grandma grandpa grandtheft granny grape grapes greece green greenday
gregory grey grizzly gryffindor guadalupe guapa guest guest123 guestguest guillaume guillermo
guinness guitar guitars gumby gunner guns gunsnroses gupta gustavo gwapo habari hades hahaha
hahahaha haiti hakunamatata halflife hall hallelujah hallo hallohallo halloween hallowelt halo
hamburg hamburger hamlet hammer hamster handball handsome hannah hanoi hansolo hanuman happiness
happy happybirthday happyday happydays happyface happylife harekrishna harley harleydavidson
harleyquinn harold harris harrison harry harrypotter hasehase haslo hawaii hawk heart heartbreak
heartless hearts heat heather heaven heavymetal hector heineken hell hellfire hello hello123
hellohello hellokitty hellothere helloworld hellraiser hendrix henry herbert hercules hermione
hermosa hernandez hero heroes heroin hiking hiphop hobbit hockey hogwarts hola holahola holiday
holidays hollywood holyspirit homeboy homer homie honda hondacivic honey honeybee honeybunny
honeypie hongkong hooker hope hopeful horse horses hotboy hotdog hotgirl hotmail hotstuff hottie
houston howard huang hufflepuff hugs hugsandkisses hulk human hummer hungary hunter hunting
hurricane husband hustler hyundai iceberg icecold icecream iceman ichigo ichliebedich idiot
idontknow idunno iforgot ignacio ikhouvanjou ilovecats ilovedad ilovedogs ilovegod iloveher
ilovehim ilovejesus iloveme ilovemom ilovemymom ilovemyself iloveu iloveyou iloveyou143 iloveyou2
iluvu iluvyou imissyou impala impreza india indian indonesia indonesia1 infinite infinity ingod
insane inshallah instagram intel inter intermilan internet internet1 iphone iran iraq ireland
irish ironmaiden ironman isaac isabella isabelle islam island israel istanbul istanbul34 italia
italy ivan ivanov jackass jackdaniels jackie jackpot jackson jackson5 jacob jacqueline jaguar
jaguars jaimatadi jaime jakarta jamaica jamaican jambo james jamesbond jameson janice january
japan jasmin jasmine jason jasper javier jayz jedi jedimaster jeep jeffrey jelly jellybean
jennifer jennifer1 jeremy jerome jesse jessica jessica1 jesucristo jesus jesuschrist jesuscristo
jesuslovesme jesusteamo jetaime jetaime2 jets jetta jimihendrix jimmorrison joanna joaquin joel
john john316 johnny johnson joker jonathan jones jordan jordan23 jorge jose joseph joshua juan
juancarlos judo julia julian juliana julie juliet julio july june jungkook jungle jupiter justice
justin justinbieber justine juventus juventus1 kampala karachi karate karen karibu karina
katasandi katherine kathryn katyperry kawasaki kayla keith kelly kenneth kenny kentucky kenya
kevin keyboard khan kiev killer killer1 killer123 killers killme killswitch kimberly kimkim king
kingdom kingking kingkong kings kiss kisses kissme kissmyass kitten kittens kitty kittycat kiwi
knicks knife knight knights koala kobe kochamcie kochanie korea korn koshka kpop krishna kristen
kristin kristina kumar kyle ladies lady ladybird ladybug ladygaga lagos lahore lake lakers
lakeside lalala lalalala lamb lamborghini lancer laptop lasagna lasvegas latte laughter laura
lauren lavender lawrence lazio league leagueoflegends lebanon lebron ledzeppelin legend legendary
legends legolas leicester lemon lemonade lenovo leon leonard leonardo leopard leslie letmein
letmeinnow letmeinplease letsgo letsparty libertad liberty liebe lieverd lightning lily lime linda
lindsay lindsey linkedin linkinpark linux lion lionel lioness lions lisa lisboa liverpool
liverpoolfc lizard logan login login123 loginlogin logon lollipop lollol lololo london lonely
lopez lord lordoftherings lorenzo losangeles loser losers lottery louis louise loulou love
lovelife lovelove lovely loveme lover loverboy lovergirl lovers loveyou loveyou2 lubov lucas
lucifer lucky lucky13 lucky7 luckycharm luckygirl luckyman lucy luffy luigi lukeskywalker lyubov
macaroni macbeth macintosh mackenzie madison madman madonna madrid mafia maganda maggie magic
magical magician mahal mahalkita mahalko mahalkokayo maksim malaysia mama mama123 mamama mamamia
mamita manager manchester mancity manga mango mangoes manhattan maniac manila manuel manunited
manutd maradona marcel marcelo march marco marcos marcus margaret marge maria mariajose mariana
marijuana marina marine marines mario mariposa marissa mark marley marriage married mars marseille
marshall martha martin martinez marusia marvel mashallah mason master mastermind matrix matthew
maurice mauricio maus mausi maximum maxwell mazda mechanic megadeth megan melbourne melissa melon
melvin memphis mercedes mercedesbenz mercury mercy merlin messi messiah metal metallica mets
mexicano mexico miami miamor michael michael1 michaeljackson michelle michigan mickey mickeymouse
micontrasena microsoft middleearth midnight mifamilia miguel milan military miller million
millionaire milo minecraft minhasenha minnesota minnie miranda miriam misfits misiek missyou misty
mitchell mitsubishi mivida mobile mohamed mohammad mohammed molly momdad mommy mommydaddy monamour
monday money moneymaker moneyman moneymoney monica monitor monkey monkey123 monkeys monster
monsters montana montreal moon moonlight moonraker moonshine moore morales morgan morocco morpheus
morris moscow moskva mosquito motdepasse mother motherfucker motleycrue motocross motorbike
motorcycle motorola mountain mountaindew mountains mouse mozart mudar mudar123 muffin muffins
muhammad mumbai mummy mungu munich murder mushroom music musica musical muslim mustang mustanggt
mycat mydog myfamily mygod mypass mypasswd mypassword mysecret myspace mysql mystery mystic nachos
nairobi nakupenda namaste nanana nancy napoleon napoli naruto nascar nashville natalie natasha
nathan nathaniel navy nelson nemo nenosiri nepal neptune nerd netflix nevada newcastle newpassword
newton newuser newyear newyears newyork newyorkcity newzealand neymar nguyen nicholas nicolas
nicole niewiem nigeria nightfall nighthawk nightmare nightwish nikita nikolay ninja ninjas
nintendo nirvana nissan nobody nofx nokia none noodle noodles nopass nopassword norman nothing
nounours november null nvidia oakland oasis ocean october octopus odie office officer offspring
oklahoma oldpassword oliver olivia omsairam oneday onedirection onepiece onion opensesame openup
oracle orange oranges orchid oreo orlando osaka oscar oswaldo otter outkast outlaw outlook
overwatch p@ssw0rd p@ssword pa55w0rd pa55word pablo packers pakistan palmeiras pancake pancakes
panda pangit pantera panther panthers papa papapa papillon papito paradise paramore paris parol
parola parolata parrot party partyboy partygirl partytime pass pass1234 passat passcode passme
passpass passphrase passw0rd passwd password password123 passwort passwort1 pasta patches patel
patricia patrick patriots paula pauline paypal peace peaceful peacelove peach peaches peacock
peanut peanutbutter pear pedro peekaboo pele penguin penis people pepper pepsi perez perfect
perfection perrito person personal peru peter peterpan petrov peugeot phantom philip philippines
phillies phillip phoenix pianist piano picasso pierre pigeon pikachu pineapple pink pinkfloyd
pinkpink pinky pinoy pinterest pirate pirates pistol pizza pizzas planet planets playboy player
players playstation pluto pokemon poker pokerface poland police policeman polska pony pooh
poohbear pookie pooky poop pooper poopoo popeye porn pornstar porsche portland porto portugal
poseidon postgres potato potatoes power powerful powers praise praisegod prayer preciosa predator
preston pretty prettyboy prettygirl prince princesa princesinha princess princess1 princesse
principessa priscilla private privet psalm23 psalms psycho public puertorico puma pumpkin punkrock
puppies puppy purple purplerain pussy pussycat python q1w2e3 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6
qazwsx qazwsxedc qazxsw quake queen queenbee queens qwe123 qwe123qwe qweasd qweasdzxc qweqwe
qwer1234 qwerty qwertyuiop qwertz qwertzuiop rabbit raccoon racecar racer rachel racing radiohead
rafael rahasia raiders rain rainbow rainbows raindrop rainy ramadan rambo ramirez rammstein ramon
ramones rancid randall randy ranger rangers rapper raquel rascal raspberry rasta raven ravenclaw
ravens raymond razor realmadrid rebecca rebel rebels redbull reddragon redeemer redhat redneck
redred redrose redskins redsky redsox redwine reggae renault reynaldo ricardo rice rich richard
richman rihanna river rivera riverplate rivers robert roberta roberto robin robinson roblox
rockandroll rocker rockers rocket rockets rockme rocknroll rockon rockstar rocky rockyou rockyou1
rodney rodrigo rodriguez roger roland rollingstones roma romania romeo romeoandjuliet ronald
ronaldo rooster root root1234 rootpassword rootroot rose rosebud rosemary roses rosita ruben rugby
runner running russell russia russian rusty ryan sabrina sadie saigon saints sairam sakura salt
salvador samantha sammy sample samson samsung samuel samurai sanchez sandiego sandra sandwich
sanfrancisco santa santaclaus santana santiago santos sara sarah sasha sasuke satan sato saturday
saturn saudade sausage savannah savior saviour sayang sayangku scania scarface schalke schalke04
schatje schatz schatzi schnecke school schumacher scooby scoobydoo scooter scorpion scorpions
scotland scott seahawks seattle sebastian sebastien secret secretagent secreto secretpassword
secrets secure security selena selenagomez senha senhasenha seniseviyorum seoul september
sepultura serbia serena sergey sergio server service sesame sex69 sexpistols sexsex sexy sexybitch
sexyboy sexygirl sexylady sexything shadow shadow1 shakespeare shakira shalom shane shanghai
shannon shark sharks sharma sharon shaun shawn sheep sheila shelby sheldon sherman shit shithead
shiva shogun shorty shotgun sidney sierra sifre sifre123 signin silver silverado silvia simba
simon simpson simpsons singapore singh single sissy sister sisters sith skateboard skater skating
skiing skinny skunk skyline skyrim skywalker slayer slimshady slipknot slytherin smelly smile
smiles smiley smirnoff smirnov smith smithsmith smoke smoker smokey snake snapchat snickers sniper
snoopdogg snoopy snow snowball snowboard snowflake snowman snowwhite snowy soccer sofia softball
soldier soleil solnce solnyshko someday sommer sonic sonnenschein sony sophia sophie soprano
southafrica southpark spaghetti spain sparky sparrow sparta spartak spartakmoscow spartan spartans
special speed speedy spencer spice spicy spider spiderman spike spirit spongebob sporting spotify
spring springtime sprite spurs squirrel srilanka stacey stallion stanley starbucks starcraft
stargate starlight stars startrek starwars steak steelers stellina stephanie stephen steve steven
stewart stinker stinky stoner storm stormtrooper stormy stranger strawberry strength stripper
strong stronger stuart student stupid subaru success successful sugar sugarplum summer summertime
sunday sundays sunflower sunny sunrise sunset sunshine sunshine1 superadmin superhero superior
superjunior superman superman1 supermario superstar superuser supervisor support supra supreme
surfer surfing sushi suzanne suzuki svetlana swan sweet sweetdreams sweetheart sweetie sweetness
sweetpea sweets sweety swift swimmer swimming sword sydney sylvia syria sysadmin system system32
systemofadown taco tacos taiwan tamara tanaka tanzania tatiana tatyana taylor taylorswift teacher
teamo teamo1 teamodios teamomucho teamomuito teatime techno teddy teddybear tehran telegram
temporary temppassword tennessee tennis tequiero tequieromucho tequila teresa terminator terrance
terrence tesla test test123 test1234 tester testing testpass testpassword testtest testuser tetris
texas thailand thebeatles theboss theclash thecure thedoors theodore thepassword theresa thibault
thomas thompson thor thug thuglife thumper thunder thunderball thunderbird thunderbolt thursday
tiamo tiamotanto tiffany tiger tigers tigerwoods tigger tigre tigrou tiktok timothy tinkerbell
tiny titanic titans tits toby today together tokyo tomato tommy tomorrow tonight tonymontana toor
topsecret tornado toronto torres tortoise toshiba totoro tottenham toulouse toyota trabzonspor
travel traveler traveller travis trevor trinity tristan trojan trojans trucker trucks trumpet
trust trustme trustno trustno1 trustnoone truth tsunami tucker tuesday tulip tunisia tupac turbo
turkey turkiye turtle tweety twitter tyler tyrone u2u2u2 ubuntu uganda ukraine ultimate uncle
undefined unicorn unicorns unique unitedstates universe university uranus usausa user user123
user1234 username userpassword vacances vacation vader valentina valentine valentino valeria
valerie valorant vampire vampires vancouver vanesa vanessa vanhalen vanilla vegas vegeta venezuela
venus vernon veronica victor victoria victory vida vietnam vikings viktoria vincent violet violin
viper virginia visitor vitoria vivian vladimir vodka voetbal volcano voldemort volkswagen
volleyball volvo voyager vwgolf wachtwoord wales walker wallace walter wang warcraft warren
warrior warriors warszawa wassup water waterfall watermelon wayne wazzup wedding wednesday weed
weed420 weekend welcome welcome123 welcomeback welcomehome welkom welkom01 wendy werder werewolf
wesley westham whale whatever whatever1 whatsapp whatsup whiskers whiskey white whitehorse
whiterose whitetiger whitewhite whocares wife wilkommen william williams willkommen wilson windows
windowsxp wine winner winners winniethepooh winston winter wintertime wisconsin witch wizard
wizards wolf wolverine wolves woman women womens wonderful wonderwoman worldofwarcraft worship
wrangler wrestling wright xavier xbox xmas xmen xoxo xoxoxo xxxxxx yadayada yahoo yamada yamaha
yang yankee yankees yellow yesterday yoda yolanda yomama yomomma young yourmom yourmum youtube
yvonne zachariah zachary zaq123 zaq12wsx zaq1xsw2 zaq1zaq1 zebra zelda zenit zeus zhang zidane
ziggy zoey zombie zombies zvezda zxc123 zxcasdqwe zxczxc zzzzzz
`
