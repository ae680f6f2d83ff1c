package islr.synthetic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The words of an invented language, for a seed.
///
/// They come in fours that share place, palm and other hand: two hand shapes by two movements, shape A with movement a,
/// A with b, B with a, B with b. So of signs 2k and 2k + 1 only the movement differs, of signs i and i + 2 of a four
/// only the shape. A longer lexicon starts with the shorter one.
final class Lexicon {

    private final List<Sign> signs = new ArrayList<>();

    Lexicon(long seed, int count) {
        Set<String> names = new HashSet<>();
        for (int family = 0; signs.size() < count; family++) {
            Stream random = Stream.of(seed, "signs", family);
            List<Sign> four = four(random, place(seed, family));
            // Drawn anew until all are new.
            while (four.stream().map(Sign::name).distinct().count() < 4
                    || four.stream().anyMatch(sign -> names.contains(sign.name()))) {
                four = four(random, place(seed, family));
            }
            for (Sign sign : four) {
                names.add(sign.name());
                signs.add(sign);
            }
        }
        signs.subList(count, signs.size()).clear();
    }

    Sign sign(int number) {
        return signs.get(number);
    }

    List<String> names() {
        return signs.stream().map(Sign::name).toList();
    }

    /// Places come in shuffled rounds, so that a small lexicon uses them all.
    private static Place place(long seed, int family) {
        Place[] places = Place.values();
        Stream random = Stream.of(seed, "places", family / places.length);
        for (int i = places.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            Place swapped = places[i];
            places[i] = places[j];
            places[j] = swapped;
        }
        return places[family % places.length];
    }

    private static List<Sign> four(Stream random, Place place) {
        Sign.Palm palm = random.oneOf(Sign.Palm.values());
        double one = random.uniform();
        Sign.OtherHand other = one < 0.65 ? Sign.OtherHand.RESTS
                : one < 0.9 ? Sign.OtherHand.MIRRORS : Sign.OtherHand.STAYS;
        HandShape[] starts = {random.oneOf(HandShape.values()), random.oneOf(HandShape.values())};
        boolean changing = random.chance(0.2);
        HandShape last = random.oneOf(HandShape.values());
        Movement[] movements = {movement(random, changing), movement(random, changing)};
        var four = new ArrayList<Sign>();
        for (HandShape start : starts) {
            for (Movement movement : movements) {
                var mouth = new Sign.Mouth(random.uniform(), random.uniform(-1, 1), 1 + random.below(2));
                four.add(new Sign(start, changing ? last : start, place, movement, palm, other, mouth));
            }
        }
        return four;
    }

    /// A hand that keeps shape and place would be no sign in most languages: holding still is for those that change
    /// their shape.
    private static Movement movement(Stream random, boolean changing) {
        Movement[] all = Movement.values();
        return changing ? all[random.below(all.length)] : all[1 + random.below(all.length - 1)];
    }
}
