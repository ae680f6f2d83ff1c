package islr.synthetic;

/// What the hand does besides holding a letter's shape, over the phase p of the letter, 0 to 1. Every stroke begins and
/// ends where the hand is, so that letters follow one another without a jump.
///
/// Displacements are in units of the amplitude, for a left hand: +x is outwards.
enum Stroke {
    NONE {
        @Override
        Movement.Step at(double p) {
            return Movement.Step.NONE;
        }
    },
    /// Down, inwards and up, as the tail of a j.
    HOOK {
        @Override
        Movement.Step at(double p) {
            double round = Rotation.sin(180 * p);
            return new Movement.Step(new Point(-0.6 * round * Rotation.sin(360 * p), 0.8 * round, 0), 0, 50 * round, 0);
        }
    },
    ZIGZAG {
        @Override
        Movement.Step at(double p) {
            return way(0.9 * Rotation.sin(720 * p), 0.8 * Rotation.sin(180 * p), 0);
        }
    },
    SLIDE {
        @Override
        Movement.Step at(double p) {
            return way(1.2 * Rotation.sin(180 * p), 0, 0);
        }
    },
    DROP {
        @Override
        Movement.Step at(double p) {
            return way(0, 1.1 * Rotation.sin(180 * p), 0);
        }
    },
    POKE {
        @Override
        Movement.Step at(double p) {
            return way(0, 0.25 * Rotation.sin(180 * p), -1.1 * Rotation.sin(180 * p));
        }
    },
    /// Forwards twice.
    POKES {
        @Override
        Movement.Step at(double p) {
            double twice = Rotation.sin(360 * p) * Rotation.sin(360 * p);
            return way(0, 0.3 * twice, -1.1 * twice);
        }
    },
    TWIST {
        @Override
        Movement.Step at(double p) {
            return new Movement.Step(Point.ORIGIN, 0, 75 * Rotation.sin(180 * p), 0);
        }
    },
    CIRCLE {
        @Override
        Movement.Step at(double p) {
            return way(0.7 * Rotation.sin(360 * p), 0.7 - 0.7 * Rotation.cos(360 * p), 0);
        }
    },
    DIAGONAL {
        @Override
        Movement.Step at(double p) {
            return way(-0.9 * Rotation.sin(180 * p), 1.1 * Rotation.sin(180 * p), 0);
        }
    },
    /// Down and back, then sideways and back.
    CROSS {
        @Override
        Movement.Step at(double p) {
            double half = Rotation.sin(360 * p);
            return p < 0.5 ? way(0, 1.1 * half, 0) : way(1.1 * half, 0, 0);
        }
    };

    abstract Movement.Step at(double p);

    private static Movement.Step way(double x, double y, double z) {
        return new Movement.Step(new Point(x, y, z), 0, 0, 0);
    }
}
