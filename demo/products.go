package demo

var frameSizes = []option{{"s", "Small, up to 168 cm"}, {"m", "Medium, 168 to 180 cm"}, {"l", "Large, from 180 cm"}}

// products never change.
var products = []product{
	{
		Slug: "kestrel-3-speed", Name: "Kestrel 3-speed", Price: 690_00, Tone: "sage",
		Lead: "The city bike you stop thinking about. Upright, quiet, three gears, and a basket for whatever the day brings.",
		Story: []string{
			"Kestrel is made for streets: short trips, many stops, ordinary clothes. The steel frame takes the edge off cobbles, the hub gear shifts while you stand at the lights, and the chain keeps its grease to itself behind a guard.",
			"It weighs 14.8 kg with everything on it. The rack carries a child seat, the basket carries dinner.",
		},
		Choice: "Frame size", Options: frameSizes,
		Details:  []detail{{"Frame", "Chromoly steel, lugged"}, {"Gears", "3, in the hub"}, {"Brakes", "Roller, front and rear"}, {"Wheels", "28 inch, 40 mm cream-wall tyres"}, {"Weight", "14.8 kg"}, {"Carries", "25 kg on the rack, 5 kg in the basket"}},
		Included: []string{"Basket, rack and mudguards", "Brass bell, of course", "Lights front and rear", "First service within six months"},
		With:     []string{"brass-bell", "wool-saddle", "dynamo-light"},
		Words:    "city bike town commuter child seat hub gear upright green bicycle",
	},
	{
		Slug: "heron-gravel", Name: "Heron gravel", Price: 1240_00, Tone: "sand",
		Lead: "For the road that stops being one. Wide tyres, calm steering, and bags that fit where they should.",
		Story: []string{
			"Heron goes on where the tarmac ends. The long wheelbase keeps it calm downhill, the flared bar gives your hands a wide place to hold on to, and 45 mm tyres make the rest of the decisions.",
			"There are eyelets for three bottles, two racks and your own ideas.",
		},
		Choice: "Frame size", Options: frameSizes,
		Details:  []detail{{"Frame", "Steel, carbon fork"}, {"Gears", "1 × 12, 10–44"}, {"Brakes", "Hydraulic discs, 160 mm"}, {"Wheels", "700C, 45 mm tubeless-ready tyres"}, {"Weight", "10.6 kg"}, {"Eyelets", "Fork, frame, mudguards, racks"}},
		Included: []string{"Frame bag and saddle bag", "Tubeless valves and sealant", "A fitting hour, by video or in the shop"},
		With:     []string{"front-rack", "dynamo-light", "wool-saddle"},
		Words:    "gravel bike bikepacking adventure off-road drop bar disc bicycle touring",
	},
	{
		Slug: "wren-folding", Name: "Wren folding", Price: 820_00, Tone: "mist",
		Lead: "Folds in eleven seconds, fits under a train seat, and rides like a bicycle, not like a suitcase.",
		Story: []string{
			"One hinge in the frame, one in the stem, both with a catch that you can feel. Folded it measures 78 × 60 × 32 cm and rolls along on two small wheels of its own.",
			"The 20-inch wheels are small enough to fold and large enough for tram tracks.",
		},
		Choice: "Colour", Options: []option{{"blue", "Harbour blue"}, {"cream", "Cream"}, {"black", "Black"}},
		Details:  []detail{{"Frame", "Aluminium, one hinge"}, {"Gears", "7, derailleur"}, {"Brakes", "V-brakes"}, {"Wheels", "20 inch, 38 mm tyres"}, {"Weight", "11.9 kg"}, {"Folded", "78 × 60 × 32 cm"}},
		Included: []string{"Front bag with rain cover", "Rack and mudguards", "Carrying strap"},
		With:     []string{"brass-bell", "dynamo-light", "wool-saddle"},
		Words:    "folding bike train commuter small compact blue bicycle travel",
	},
	{
		Slug: "swift-road", Name: "Swift road", Price: 1190_00, Was: 1390_00, Tone: "rose",
		Lead: "Light, direct and a little impatient. For the long way home, taken fast.",
		Story: []string{
			"Swift is our lightest frame and our simplest: nothing rattles because there is nothing to rattle. The steering is quick without being nervous, and there is room for 30 mm tyres when the road is honest.",
			"This is last season's red. Next season's is also red, but costs more.",
		},
		Choice: "Frame size", Options: frameSizes,
		Details:  []detail{{"Frame", "Butted steel, carbon fork"}, {"Gears", "2 × 11"}, {"Brakes", "Rim brakes, dual pivot"}, {"Wheels", "700C, 28 mm tyres"}, {"Weight", "8.4 kg"}, {"Fits", "Tyres up to 30 mm"}},
		Included: []string{"Cream bar tape, fitted", "Two bottle cages", "A fitting hour, by video or in the shop"},
		With:     []string{"wool-saddle", "dynamo-light", "brass-bell"},
		Words:    "road bike racing fast light red drop bar bicycle sport",
	},
	{
		Slug: "brass-bell", Name: "Brass bell", Part: true, Price: 24_00, Tone: "butter",
		Lead: "Turned from one piece of brass. Rings for four seconds, and people smile before they step aside.",
		Story: []string{
			"The dome is 55 mm of solid brass; the hammer is steel on a spring. You can hear it over traffic and it still sounds like a bell.",
			"It darkens with the years. A lemon makes it shine again.",
		},
		Choice: "Fits a bar of", Options: []option{{"22", "22.2 mm (city, gravel)"}, {"31", "31.8 mm (road)"}},
		Details:  []detail{{"Dome", "Brass, 55 mm"}, {"Sound", "About 4 seconds, 88 dB"}, {"Weight", "96 g"}, {"Fitting", "One screw, tool included"}},
		Included: []string{"Hex key", "Rubber shim for thin bars"},
		With:     []string{"kestrel-3-speed", "front-rack", "dynamo-light"},
		Words:    "bell ring brass handlebar sound",
	},
	{
		Slug: "wool-saddle", Name: "Wool saddle", Part: true, Price: 89_00, Tone: "stone",
		Lead: "Felted wool over a sprung shell. Warm in winter, dry in summer, and no breaking in.",
		Story: []string{
			"Wool felt breathes, and springs back after every ride. Under it is a nylon shell that bends with you; at both ends there is leather where hands and walls touch it.",
			"Brush it twice a year. It doesn't mind rain, and dries overnight.",
		},
		Choice: "Shape", Options: []option{{"upright", "Upright, 190 mm"}, {"sport", "Sport, 150 mm"}},
		Details:  []detail{{"Cover", "Wool felt, 5 mm"}, {"Edges", "Vegetable-tanned leather"}, {"Rails", "Steel, 7 mm"}, {"Weight", "410 g"}},
		Included: []string{"Brush", "Thirty days to sit on it and change your mind"},
		With:     []string{"kestrel-3-speed", "brass-bell", "swift-road"},
		Words:    "saddle seat wool comfortable grey leather",
	},
	{
		Slug: "front-rack", Name: "Front rack", Part: true, Price: 52_00, Was: 64_00, Tone: "sage",
		Lead: "Steel tube and oiled ash. Carries a crate, a parcel or a small dog with a good sense of balance.",
		Story: []string{
			"Four stays hold it to the fork, so that it steers without swaying. The deck is ash, oiled by hand and easy to drill for anything you want to fix to it.",
			"On sale because the first hundred were packed in boxes with last year's name on them.",
		},
		Choice: "Tube colour", Options: []option{{"black", "Black"}, {"steel", "Bare steel, lacquered"}},
		Details:  []detail{{"Frame", "Steel tube, 12 mm"}, {"Deck", "Ash, 38 × 28 cm"}, {"Carries", "15 kg"}, {"Weight", "1.2 kg"}, {"Fits", "Forks with eyelets; a clamp set is included for the others"}},
		Included: []string{"Stays, screws and clamp set", "Two luggage straps"},
		With:     []string{"heron-gravel", "kestrel-3-speed", "dynamo-light"},
		Words:    "rack carrier front basket luggage wood transport",
	},
	{
		Slug: "dynamo-light", Name: "Dynamo light", Part: true, Price: 58_00, Tone: "butter",
		Lead: "Light for as long as you pedal, and four minutes longer. No charging, no forgetting.",
		Story: []string{
			"The beam is cut off at the top, so it lights the road and not the faces of those who come towards you. A capacitor keeps it lit at the traffic lights.",
			"It runs from any 6 volt hub dynamo. Kestrel has one; for the other bikes we fit a wheel with one for 70 euros.",
		},
		Choice: "Cable", Options: []option{{"60", "60 cm"}, {"90", "90 cm"}},
		Details:  []detail{{"Brightness", "70 lux"}, {"Power", "6 V hub dynamo"}, {"Standlight", "4 minutes"}, {"Housing", "Aluminium, waterproof"}, {"Weight", "128 g"}},
		Included: []string{"Bracket for fork crown or bar", "Cable and connectors"},
		With:     []string{"kestrel-3-speed", "heron-gravel", "front-rack"},
		Words:    "light lamp dynamo headlight beam night winter",
	},
}
