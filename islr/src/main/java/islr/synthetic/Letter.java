package islr.synthetic;

import java.util.HashMap;
import java.util.Map;

/// How a character is spelled: a shape of the hand, the direction of its palm, and a stroke.
///
/// Letters and digits are near those of American fingerspelling, as far as the model of the hand goes: some differ in
/// one finger, some (h and u, g and q) only in where the hand points, some (i and j, d and z) mainly in the stroke, and
/// digits often only in the side of the palm. The punctuation is invented.
///
/// @param nod of the palm in degrees, as in [Rotation], for a left hand
/// @param turn degrees
/// @param tilt degrees
record Letter(Fingers fingers, double nod, double turn, double tilt, Stroke stroke) {

    /// The characters of the competition.
    static final String ALL = " !#$%&'()*+,-./0123456789:;=?@[_abcdefghijklmnopqrstuvwxyz~";

    private static final Map<Character, Letter> LETTERS = letters();

    /// @throws IllegalArgumentException if it cannot be spelled
    static Letter of(char character) {
        Letter letter = LETTERS.get(character);
        if (letter == null) {
            throw new IllegalArgumentException("synthetic spelling: '" + character + "' cannot be spelled");
        }
        return letter;
    }

    private Letter pointing(double otherNod, double otherTurn, double otherTilt) {
        return new Letter(fingers, otherNod, otherTurn, otherTilt, stroke);
    }

    private Letter moving(Stroke other) {
        return new Letter(fingers, nod, turn, tilt, other);
    }

    /// The same with the palm towards the signer.
    private Letter turnedRound() {
        return pointing(-5, -150, 20);
    }

    /// With the palm towards the camera and the fingers up.
    private static Letter shape(double thumb, double index, double middle, double ring, double little, double spread,
            double across) {
        return new Letter(Fingers.of(thumb, index, middle, ring, little, spread, across), 8, -5, 8, Stroke.NONE);
    }

    private static Map<Character, Letter> letters() {
        Map<Character, Letter> all = new HashMap<>();
        Letter point = shape(0.7, 0, 1, 1, 1, 0, 0.9);
        Letter two = shape(0.7, 0, 0, 1, 1, 0, 0.9);
        Letter vee = shape(0.7, 0, 0, 1, 1, 0.9, 0.9);
        Letter ring = shape(0.5, 0.6, 0.05, 0.05, 0.05, 0.5, 0.7);
        Letter round = shape(0.6, 0.62, 0.62, 0.62, 0.62, 0, 0.6);
        Letter pinch = shape(0.1, 0.05, 1, 1, 1, 0, 0.3);
        Letter kay = shape(0.1, 0, 0.25, 1, 1, 0.7, 0.5);
        Letter little = shape(0.7, 1, 1, 1, 0, 0, 0.9);
        Letter flat = shape(0.1, 0.05, 0.05, 0.05, 0.05, 0.2, 0.2);
        Letter claw = shape(0.3, 0.4, 0.4, 0.4, 0.4, 0.9, 0.1);
        Letter fist = shape(0.8, 1, 1, 1, 1, 0, 0.9);
        Letter horns = shape(0.8, 0, 1, 1, 0, 0.2, 0.9);

        all.put('a', shape(0.05, 1, 1, 1, 1, 0, 0.3));
        all.put('b', shape(0.5, 0, 0, 0, 0, 0, 1));
        all.put('c', shape(0.3, 0.45, 0.45, 0.45, 0.45, 0, 0.35).pointing(5, -45, 5));
        all.put('d', shape(0.6, 0, 0.72, 0.76, 0.8, 0, 0.75));
        all.put('e', shape(0.9, 0.72, 0.72, 0.72, 0.72, 0, 1));
        all.put('f', ring);
        all.put('g', pinch.pointing(5, -60, 80));
        all.put('h', two.pointing(5, -30, 80));
        all.put('i', little);
        all.put('j', little.moving(Stroke.HOOK));
        all.put('k', kay);
        all.put('l', shape(0, 0, 1, 1, 1, 0, 0));
        all.put('m', shape(0.8, 0.62, 0.62, 0.62, 1, 0, 1).pointing(40, -5, 8));
        all.put('n', shape(0.8, 0.62, 0.62, 1, 1, 0, 1).pointing(40, -5, 8));
        all.put('o', round.pointing(5, -45, 5));
        all.put('p', kay.pointing(75, -10, 40));
        all.put('q', pinch.pointing(100, -20, 10));
        all.put('r', shape(0.7, 0, 0.02, 1, 1, -0.9, 0.9));
        all.put('s', fist);
        all.put('t', shape(0.3, 0.75, 1, 1, 1, 0.2, 0.6));
        all.put('u', two);
        all.put('v', vee);
        all.put('w', shape(0.7, 0, 0, 0, 1, 0.8, 0.9));
        all.put('x', shape(0.7, 0.55, 1, 1, 1, 0, 0.9));
        all.put('y', shape(0, 1, 1, 1, 0, 0.4, 0));
        all.put('z', point.moving(Stroke.ZIGZAG));

        all.put('0', round.turnedRound());
        all.put('1', point.turnedRound());
        all.put('2', vee.turnedRound());
        all.put('3', shape(0, 0, 0, 1, 1, 0.7, 0).turnedRound());
        all.put('4', shape(0.6, 0, 0, 0, 0, 0.9, 0.95).turnedRound());
        all.put('5', shape(0, 0, 0, 0, 0, 1, 0).turnedRound());
        all.put('6', shape(0.6, 0, 0, 0, 0.6, 0.7, 1));
        all.put('7', shape(0.5, 0, 0, 0.6, 0, 0.7, 0.9));
        all.put('8', shape(0.5, 0, 0.6, 0, 0, 0.7, 0.75));
        all.put('9', ring.turnedRound());

        all.put(' ', flat.pointing(70, -5, 10).moving(Stroke.SLIDE));
        all.put('.', point.pointing(50, -5, 8).moving(Stroke.POKE));
        all.put(',', point.pointing(50, -5, 8).moving(Stroke.HOOK));
        all.put(':', point.pointing(50, -5, 8).moving(Stroke.POKES));
        all.put(';', vee.pointing(50, -5, 8).moving(Stroke.POKES));
        all.put('-', point.pointing(5, -20, 80).moving(Stroke.SLIDE));
        all.put('_', flat.pointing(20, -60, 80).moving(Stroke.SLIDE));
        all.put('/', flat.pointing(5, -60, 30).moving(Stroke.DIAGONAL));
        all.put('@', claw.moving(Stroke.CIRCLE));
        all.put('&', ring.moving(Stroke.CIRCLE));
        all.put('+', point.moving(Stroke.CROSS));
        all.put('*', claw.moving(Stroke.POKE));
        all.put('=', vee.pointing(5, -20, 80).moving(Stroke.SLIDE));
        all.put('~', flat.pointing(40, -5, 10).moving(Stroke.ZIGZAG));
        all.put('#', shape(0.6, 0, 0, 0, 0, 0.9, 0.95).moving(Stroke.CROSS));
        all.put('%', round.moving(Stroke.DIAGONAL));
        all.put('$', fist.moving(Stroke.TWIST));
        all.put('?', shape(0.7, 0.55, 1, 1, 1, 0, 0.9).moving(Stroke.HOOK));
        all.put('!', point.moving(Stroke.DROP));
        all.put('\'', little.moving(Stroke.TWIST));
        all.put('(', horns.pointing(8, -5, 50));
        all.put(')', horns.pointing(8, -5, -40));
        all.put('[', horns.turnedRound());
        return all;
    }
}
