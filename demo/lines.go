package demo

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
)

// questions are what visitors ask, by the beginning of the page's path; the first that fits counts.
var questions = []struct {
	path  string
	lines []string
}{
	{"/demo/product/kestrel", []string{
		"Does the Kestrel fit a child seat?", "Is the basket included, or is that extra?", "How do I know whether I need M or L? I’m 179.",
		"Can I have it with a lower step?", "How heavy is it with everything on?", "Do you ship it assembled?",
	}},
	{"/demo/product/heron", []string{
		"Would the Heron take a rear rack as well?", "Which tyres are on it, exactly?", "Is the fork good for a low-rider?",
		"Do the bags come off without tools?", "Could I fit 50 mm tyres?", "Is the next batch coming before spring?",
	}},
	{"/demo/product/wren", []string{
		"How small does the Wren get when it’s folded?", "Is it allowed on trains without a ticket?", "Can somebody of 1.92 ride it?",
		"Does the cream one have a black saddle?", "How long does the hinge last?", "Does it stand by itself when folded?",
	}},
	{"/demo/product/swift", []string{
		"Is the Swift still there in small?", "What’s the difference to last year’s?", "Would 30 mm tyres really fit?",
		"Can you swap the stem for a shorter one?", "Why is it on sale?", "Can I try it somewhere?",
	}},
	{"/demo/product/brass-bell", []string{
		"Does the bell fit a 31.8 bar?", "Is it really that loud?", "Does it rust?", "Can you engrave it? It’s a present.", "Is the lever for the left or the right thumb?",
	}},
	{"/demo/product/wool-saddle", []string{
		"What happens to the wool when it rains?", "Is the upright one good for long rides?", "Do moths like it?", "Does it fit an old Brooks clamp?",
	}},
	{"/demo/product/front-rack", []string{
		"Will the rack fit a carbon fork?", "How wide is the deck?", "Can it hold a crate of twelve bottles?", "Does it need eyelets on the fork?",
	}},
	{"/demo/product/dynamo", []string{
		"I have a Shimano hub dynamo, does the light work with it?", "Is it allowed in Germany?", "How long is the cable?", "Does it charge a phone as well?",
	}},
	{"/demo/c", []string{ // catalog, cart, checkout
		"How long does delivery take?", "Can I pay when it arrives?", "Do you deliver to islands?", "Can I change the size later if it doesn’t fit?",
		"Is there a discount if I take two?", "Do the prices include tax?", "Can I pick it up at the shop?",
	}},
	{"/demo/", []string{
		"Which of your bikes would you take for 8 km to work, some of it gravel?", "Do you take old bikes in exchange?", "Is the shop open on Saturday?",
		"Do you have something for my daughter? She’s eleven.", "Can you fit a dynamo to any of them?", "Do you lease bikes to companies?",
	}},
}

var (
	greetings = []string{"Hi! ", "Hello! ", "Hey! ", "Good to see somebody’s here. ", "Oh, hi! ", "", ""}
	reminders = []string{"Are you still there?", "Hello? No hurry, just asking.", "Did my question get through?"}
	farewells = []string{"I’ll come back later, thanks.", "Seems you’re busy. I’ll try another time!", "Never mind, I’ll read the help page."}
	goodbyes  = []string{
		"That’s all I wanted to know. Thank you!", "Great, thanks a lot. I’ll think about it over the weekend.", "Perfect, then I’ll order it. Bye!",
		"Thanks, that was quick. Have a nice day!", "Very kind of you. Bye!",
	}
)

// reactions answer what an operator says by the words in it; the first that fits counts.
var reactions = []struct {
	words []string
	lines []string
}{
	{[]string{"bye", "goodbye", "have a nice", "have a good", "anything else", "welcome"}, nil}, // says goodbye himself
	{[]string{"which size", "what size"}, []string{"M, I think.", "The large one.", "Whatever fits 1.76."}},
	{[]string{"how tall", "your height", "inseam"}, []string{"I’m 174.", "1.81, with long legs.", "About 168, I think."}},
	{[]string{"which colour", "what colour", "which color", "what color"}, []string{"The green one, if there is one.", "Black, please.", "I don’t mind really."}},
	{[]string{"which country", "where do you", "where are you", "post code", "postcode", "address"}, []string{"It would go to my office, near the station.", "Just outside the city.", "Is that important for the price?"}},
	{[]string{"your name", "who am i", "may i ask"}, []string{"You can see it above, I think.", "Just call me a customer for now :)"}},
	{[]string{"e-mail", "email", "phone", "call you"}, []string{"I’d rather write here, if that’s all right.", "No need, I only wanted to know quickly."}},
	{[]string{"discount", "%", "offer", "cheaper", "voucher"}, []string{"Oh nice, that helps.", "Does that hold until Friday?", "That’s a good offer."}},
	{[]string{"deliver", "ship", "days", "parcel", "courier", "week"}, []string{"That’s faster than I thought.", "Good, then it’s here before the weekend.", "And does it come in one parcel?"}},
	{[]string{"price", "€", "euro", "cost"}, []string{"All right, that’s within my budget.", "Hm, let me think about it.", "Is that with tax?"}},
	{[]string{"stock", "available", "left", "sold out"}, []string{"Could you keep one for me until tomorrow?", "Good to know.", "Then I’d better not wait."}},
	{[]string{"fit", "size", "frame", "mm", "cm", "clamp"}, []string{"That should fit, then.", "I’ll measure it tonight.", "And if it doesn’t fit I can send it back?"}},
	{[]string{"moment", "check", "look it up", "minute", "hold on", "wait"}, []string{"Sure, take your time.", "No problem.", "OK!"}},
	{[]string{"hello", "hi ", "good morning", "good afternoon", "how can i help", "how may i", "what can i do"}, []string{"?"}}, // asks, or says that he has
	{[]string{"sorry", "unfortunately", "can't", "can’t", "cannot"}, []string{"Pity, but thanks for being honest.", "Oh. Is there something similar?", "All right, no harm done."}},
	{[]string{"yes", "sure", "of course", "certainly", "it does", "we do", "you can"}, []string{"Great!", "Perfect, that’s what I hoped.", "Ah, good."}},
	{[]string{"no,", "no.", "not "}, []string{"I see.", "Hm, all right.", "Good to know before I order."}},
	{[]string{"?"}, []string{"Yes, I think so.", "I’m not sure, what would you take?", "Mostly in the city, sometimes at weekends.", "Rather not, I like it simple."}},
}

// asides are said where nothing else fits.
var asides = []string{"OK, I see.", "Ah, thanks.", "Interesting.", "That makes sense.", "Good, good.", "All right."}

func questionsOn(path string) []string {
	i := slices.IndexFunc(questions, func(q struct {
		path  string
		lines []string
	}) bool {
		return strings.HasPrefix(path, q.path)
	})
	return questions[max(i, 0)].lines
}

// opening is the first question, politely put.
func (s *script) opening(random *rand.Rand) string {
	s.turns++
	return pick(random, greetings) + s.question()
}

func (s *script) question() string {
	if len(s.questions) == 0 {
		return "One more thing: could you send me the details?"
	}
	next := s.questions[0]
	s.questions = s.questions[1:]
	return next
}

// answer reacts to what the operator said; last says that nothing more is to come.
func (s *script) answer(random *rand.Rand, heard string) (text string, last bool) {
	s.turns++
	lines, found := reactionTo(heard)
	asked := strings.Contains(heard, "?")
	if s.turns > s.most+3 || s.turns > s.most && !asked || found && lines == nil {
		return pick(random, goodbyes), true
	}
	if !found {
		lines = asides
	}
	fresh := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return slices.Contains(s.said, l) })
	if len(fresh) == 0 {
		fresh = asides
	}
	text = pick(random, fresh)
	s.said = append(s.said, text)
	switch {
	case text == "?" && s.turns > 1:
		return pick(random, []string{"Mostly what I asked above.", "Just my question from above :)", "You’ve read what I asked, haven’t you?"}), false
	case text == "?":
		return s.question(), false
	case s.turns < s.most && !asked && !strings.HasSuffix(text, "?") && random.IntN(100) < 65:
		return text + " " + s.question(), false
	}
	return text, false
}

func reactionTo(heard string) (lines []string, found bool) {
	heard = " " + strings.ToLower(heard) + " "
	for _, r := range reactions {
		for _, word := range r.words {
			if i := strings.Index(heard, word); i > 0 && (!unicode.IsLetter(rune(heard[i-1])) || !unicode.IsLetter(rune(word[0]))) {
				return r.lines, true
			}
		}
	}
	return nil, false
}

// mailAddress is an address nobody has.
func mailAddress(name string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r
		case r == ' ':
			return '.'
		}
		return -1
	}, strings.ToLower(name))
	return "visitor." + plain + "@mail.example"
}
