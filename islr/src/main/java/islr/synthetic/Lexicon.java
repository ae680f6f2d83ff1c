package islr.synthetic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The words of an invented language, for a seed.
///
/// They come in pairs: signs 4k and 4k + 1 differ in the movement only, signs 4k + 2 and 4k + 3 in the hand shape only. A longer lexicon
/// starts with the shorter one.
final class Lexicon {


    private final List<Sign> signs = new ArrayList<>();

    Lexicon(long seed, int count) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            Stream random = Stream.of(seed, "sign", i);
            Sign sign = i % 4 == 1 ? moved(random, signs.get(i - 1)) : i % 4 == 3 ? shaped(random, signs.get(i - 1)) : fresh(random, seed, i / 2);
            for (int draw = 0; !names.add(sign.name()); draw++) {
                // A partner that is taken in every form becomes a word of its own.
                sign = i % 4 == 1 && draw < 20 ? moved(random, signs.get(i - 1))
                        : i % 4 == 3 && draw < 20 ? shaped(random, signs.get(i - 1)) : fresh(random, seed, i / 2);
            }
            signs.add(sign);
        }
    }

    Sign sign(int number) {
        return signs.get(number);
    }

    List<String> names() {
        return signs.stream().map(Sign::name).toList();
    }

    /// Places come in shuffled rounds, so that a small lexicon uses them all.
    private static Place place(long seed, int word) {
        Place[] places = Place.values();
        Stream random = Stream.of(seed, "places", word / places.length);
        for (int i = places.length - 1; i > 0; i--) {
            int j = random.below(i + 1);
            Place swapped = places[i];
            places[i] = places[j];
            places[j] = swapped;
        }
        return places[word % places.length];
    }

    /// @param word how many words of their own come before it
    private static Sign fresh(Stream random, long seed, int word) {
        HandShape start = random.oneOf(HandShape.values());
        HandShape end = random.chance(0.2) ? random.oneOf(HandShape.values()) : start;
        double one = random.uniform();
        Sign.OtherHand other = one < 0.65 ? Sign.OtherHand.RESTS : one < 0.9 ? Sign.OtherHand.MIRRORS : Sign.OtherHand.STAYS;
        return new Sign(start, end, place(seed, word), movement(random, start != end), random.oneOf(Sign.Palm.values()), other,
                mouth(random));
    }

    private static Sign moved(Stream random, Sign old) {
        return new Sign(old.start(), old.end(), old.place(), movement(random, old.start() != old.end()), old.palm(), old.other(), mouth(random));
    }

    private static Sign shaped(Stream random, Sign old) {
        HandShape start = random.oneOf(HandShape.values());
        HandShape end = old.start() == old.end() ? start : old.end();
        return new Sign(start, end, old.place(), old.movement(), old.palm(), old.other(), mouth(random));
    }

    /// A hand that keeps shape and place would be no sign in most languages: holding still is for those that change their shape.
    private static Movement movement(Stream random, boolean changing) {
        Movement[] all = Movement.values();
        return changing ? all[random.below(all.length)] : all[1 + random.below(all.length - 1)];
    }

    private static Sign.Mouth mouth(Stream random) {
        return new Sign.Mouth(random.uniform(), random.uniform(-1, 1), 1 + random.below(2));
    }
}
