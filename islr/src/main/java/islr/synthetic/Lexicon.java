package islr.synthetic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The words of an invented language, for a seed.
///
/// They come in groups of four that share place, palm and other hand, and combine two hand shapes with two movements:
/// shape A with movement a, A with b, B with a, B with b. Apart from the mouth, signs 2k and 2k + 1 differ only in the
/// movement, and signs i and i + 2 of a group only in the shape. A longer lexicon starts with the shorter one.
final class Lexicon {

    private final List<Sign> signs = new ArrayList<>();

    Lexicon(long seed, int count) {
        Set<String> names = new HashSet<>();
        for (int family = 0; signs.size() < count; family++) {
            Stream random = Stream.of(seed, "signs", family);
            List<Sign> four = four(random, place(seed, family));
            // Drawn again until all names are new.
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

    /// A hand that keeps both shape and place is not a sign in most languages, so only signs that change their shape
    /// may hold still.
    private static Movement movement(Stream random, boolean changing) {
        Movement[] all = Movement.values();
        return changing ? all[random.below(all.length)] : all[1 + random.below(all.length - 1)];
    }
}
