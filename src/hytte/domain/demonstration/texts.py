"""Sentences for the descriptions."""

OPENINGS = {
    "Apartment": (
        "The rooms have high ceilings and wooden floors, and there is always one with sun.",
        "This is our own home, and it looks like it: books, plants and good chairs.",
        "A well-kept {noun} in an old brick building, just the right size for {guests}.",
        "Our {noun} gets light from two sides and is furnished with Danish classics and flea-market finds.",
        "An easy {noun} to arrive in, with a kitchen you will want to cook in.",
    ),
    "Townhouse": (
        "The house is more than a hundred years old, with crooked walls and a lot of charm.",
        "A house with steep stairs, deep windowsills and a kitchen that opens onto the yard.",
        "Generations have lived in this {noun}, and we have kept the old doors and floors.",
        "Hollyhocks grow by the door of our {noun}, and the rooms behind it are simple and light.",
    ),
    "Villa": (
        "A {noun} for families, with space both to be together and to be alone.",
        "Our {noun} lies on a quiet road with hedges, where children still cycle to school.",
        "The rooms are large and bright, and the kitchen has a table for everybody.",
        "A solid {noun} with a big living room and doors straight out to the lawn.",
    ),
    "Guesthouse": (
        "The {noun} stands by itself at the back of our plot, with its own entrance.",
        "A few simple rooms, good beds and a friendly welcome.",
        "We have been receiving guests here for years and still enjoy it.",
        "Everything is newly painted, and the mattresses are good ones.",
    ),
    "Houseboat": (
        "The {noun} lies at its mooring all year round and moves only a little when the harbour bus goes by.",
        "You live on the water here, with ducks for neighbours and light from all sides.",
        "A {noun} built by a local carpenter, with a clever place for everything.",
    ),
    "Summer house": (
        "Built in the sixties, with panelled walls, big windows and a long table.",
        "Our family has spent its summers here for three generations.",
        "The house lies on a large natural plot with heather, pines and room to play ball.",
        "Here you walk in bare feet, read on the sofa and forget what day it is.",
        "A bright {noun} with a good kitchen and space for {guests} around the table.",
    ),
    "Cabin": (
        "A {noun} made of wood, with what you need and nothing more.",
        "Small on the outside, surprisingly roomy inside.",
        "We built the {noun} ourselves and use it whenever we can.",
    ),
    "Farmhouse": (
        "The {noun} is surrounded by fields, and the nearest neighbours are sheep.",
        "An old {noun} that we have restored over ten years, with lime-washed walls and wide floorboards.",
        "On the farm there are hens, a cat and an orchard, and guests may say hello to all of them.",
    ),
}
"""How the description of an entire home begins, by property type."""

ROOM_OPENINGS = {
    "private_room": (
        "You have your own room in our {noun}; bathroom and kitchen are shared with us.",
        "The room is quiet and has a good bed, a wardrobe and a door that locks.",
        "We let the spare room in our {noun}, now that the children have moved out.",
        "A bright room with a comfortable bed, a reading lamp and a view of the trees.",
    ),
    "shared_room": (
        "A bed of your own in a room with other travellers, with a curtain, a lamp and a locker.",
        "A simple place to sleep in a shared room, for those who spend the day outdoors.",
    ),
    "hotel_room": (
        "One of eight rooms in a small family-run house, with a bathroom of its own.",
        "A room with firm beds, fresh linen and breakfast downstairs from seven.",
        "We look after a handful of rooms, each furnished differently.",
    ),
}
"""How the description of a room begins, by room type."""

SURROUNDINGS = {
    "city": (
        "There are bakeries, wine bars and a greengrocer in the street, and it is a short walk to {sight}.",
        "You reach {sight} on foot, and most of the rest by bicycle.",
        "The neighbourhood is lively by day and calm at night, with {sight} nearby.",
        "A bus stops around the corner, though to {sight} we prefer to walk.",
    ),
    "harbour": (
        "You swim, row and have coffee on the quay here, and {sight} can be reached on foot.",
        "The old warehouses, the cafés and {sight} are all within a few minutes.",
        "It is a calm corner by the water, yet the middle of the city is close.",
    ),
    "suburb": (
        "It is a green and quiet part of town with trains to the centre every few minutes.",
        "You find shops and a good bakery around the corner, and {sight} within a walk.",
        "Children play in the street here, and it is not far to {sight}.",
    ),
    "town": (
        "Outside are cobbled streets with hollyhocks, and it is a few minutes to {sight}.",
        "Shops, cafés and {sight} are all within walking distance.",
        "In the evening you hear the church bell, and a stroll to {sight} suits any weather.",
    ),
    "coast": (
        "A sandy path leads to the beach, and {sight} can be reached by bicycle.",
        "You hear the sea when the wind is in the west, and it is not far to {sight}.",
        "Bring rubber boots and a kite; {sight} will keep you busy all day.",
        "It is beautiful here outside the season too, when you have the beach to yourselves.",
    ),
    "country": (
        "There are forests, hills and lakes in every direction, and a marked trail to {sight}.",
        "It is quiet here and dark enough for stars, and {sight} is worth the trip.",
        "You buy eggs and honey by the road, and shops are ten minutes away.",
    ),
}
"""What a description says about where the home is, by setting."""

OF_AMENITIES = {
    "Bed linen": "The beds are made when you arrive.",
    "Self check-in": "You let yourselves in with a code, at whatever hour suits you.",
    "Pets allowed": "A well-behaved dog is welcome.",
    "Cot": "For the youngest there is a cot and a box of wooden toys.",
    "Board games": "A cupboard full of board games takes care of rainy evenings.",
    "Dishwasher": "The kitchen has a dishwasher, so nobody needs to draw lots.",
    "Washing machine": "You are welcome to use the washing machine.",
    "Coffee maker": "There is always coffee in the cupboard.",
    "Street parking": "You can park in the street.",
    "Free parking": "Parking is free, right by the door.",
    "Lift": "A lift takes you and your luggage up.",
    "Bicycles": "You may borrow our bicycles.",
    "Swing": "Children find a swing and a sandbox outside.",
    "Barbecue": "You may use the barbecue as often as you like.",
    "Desk": "A desk is there for those who cannot quite leave work behind.",
}
"""What a description can say about an amenity, by its name."""

CLOSINGS = (
    "We live nearby and are happy to help.",
    "Write to us if you would like to arrive earlier or leave later.",
    "On the table lies a list of our favourite places in {town}.",
    "Please leave your shoes at the door, as we do ourselves.",
    "We ask for quiet after ten in the evening, for the sake of the neighbours.",
    "We look forward to having you.",
    "Ask us about {town}; we have lived here for most of our lives.",
)
"""How a description can end."""
