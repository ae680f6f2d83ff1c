package islr.synthetic;

/// What the hand does while it signs: its displacement from its place over the phase p, 0 to 1.
///
/// Displacements are in units of the amplitude (about a quarter of a shoulder width), for a left hand: +x is outwards.
/// UP and DOWN, IN and OUT, CIRCLE and ORBIT are pairs that follow the same path in opposite directions: their means
/// over a clip are equal, and only the order of the frames distinguishes them.
enum Movement {
    HOLD {
        @Override
        Step at(double p) {
            return Step.NONE;
        }
    },
    UP {
        @Override
        Step at(double p) {
            return way(0, 1 - 2 * p, 0);
        }
    },
    DOWN {
        @Override
        Step at(double p) {
            return way(0, 2 * p - 1, 0);
        }
    },
    OUT {
        @Override
        Step at(double p) {
            return way(2 * p - 1, 0, 0);
        }
    },
    IN {
        @Override
        Step at(double p) {
            return way(1 - 2 * p, 0, 0);
        }
    },
    ARC {
        @Override
        Step at(double p) {
            return way(-Rotation.cos(180 * p), 0.6 - 1.2 * Rotation.sin(180 * p), 0);
        }
    },
    CIRCLE {
        @Override
        Step at(double p) {
            return way(Rotation.sin(360 * p), -Rotation.cos(360 * p), 0);
        }
    },
    ORBIT {
        @Override
        Step at(double p) {
            return way(-Rotation.sin(360 * p), -Rotation.cos(360 * p), 0);
        }
    },
    TAP {
        @Override
        Step at(double p) {
            double near = Rotation.cos(720 * p);
            return way(0.1 * near, 0.7 * near, -0.5 * near);
        }
    },
    WAVE {
        @Override
        Step at(double p) {
            return new Step(new Point(Rotation.sin(720 * p), 0, 0), 0, 0, -18 * Rotation.sin(720 * p));
        }
    },
    ZIGZAG {
        @Override
        Step at(double p) {
            return way(4 * Math.abs(2 * p - Math.floor(2 * p + 0.5)) - 1, 2 * p - 1, 0);
        }
    },
    TWIST {
        @Override
        Step at(double p) {
            return new Step(Point.ORIGIN, 0, 60 * Rotation.sin(720 * p), 0);
        }
    },
    NOD {
        @Override
        Step at(double p) {
            return new Step(Point.ORIGIN, 55 * Rotation.sin(360 * p) * Rotation.sin(360 * p), 0, 0);
        }
    };

    /// Where the hand is in its movement.
    ///
    /// @param way displacement from its place, in amplitudes
    /// @param nod rotation in degrees, as in [Rotation]
    /// @param turn degrees
    /// @param tilt degrees
    record Step(Point way, double nod, double turn, double tilt) {
        static final Step NONE = new Step(Point.ORIGIN, 0, 0, 0);
    }

    abstract Step at(double p);

    private static Step way(double x, double y, double z) {
        return new Step(new Point(x, y, z), 0, 0, 0);
    }
}
