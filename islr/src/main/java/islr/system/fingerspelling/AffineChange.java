package islr.system.fingerspelling;

import java.util.random.RandomGenerator;

/// The picture made larger, sheared, turned and moved: x and y of every point, also of missing ones.
///
/// `p ← s·p`, `p ← (x + y·shearY, y + x·shearX)`, `p ← R·(p − c) + c`, `p ← p + shift`.
///
/// @param scale s
/// @param shearX how much y grows with x
/// @param shearY how much x grows with y
/// @param shift of x and of y
/// @param degrees of R
/// @param published whether c is the point (shearY, shearX), as in the original's code, instead of 0
record AffineChange(double scale, double shearX, double shearY, double shift, double degrees, boolean published) {

    /// How far it goes.
    ///
    /// @param leastScale to `mostScale`
    /// @param shear either way, in one of the two directions
    /// @param shift either way
    /// @param degrees either way
    record Range(double leastScale, double mostScale, double shear, double shift, double degrees) {
        AffineChange draw(RandomGenerator random, boolean published) {
            double scale = random.nextDouble(leastScale, mostScale);
            double e = random.nextDouble(-shear, shear);
            boolean x = random.nextBoolean();
            return new AffineChange(scale, x ? e : 0, x ? 0 : e, random.nextDouble(-shift, shift),
                    random.nextDouble(-degrees, degrees), published);
        }
    }

    float[] of(float[] points) {
        float[] changed = points.clone();
        float cos = (float) Math.cos(Math.toRadians(degrees));
        float sin = (float) Math.sin(Math.toRadians(degrees));
        float centreX = published ? (float) shearY : 0;
        float centreY = published ? (float) shearX : 0;
        for (int i = 0; i < points.length; i += 3) {
            float x = points[i] * (float) scale;
            float y = points[i + 1] * (float) scale;
            float shearedX = x + y * (float) shearY - centreX;
            float shearedY = y + x * (float) shearX - centreY;
            changed[i] = shearedX * cos - shearedY * sin + centreX + (float) shift;
            changed[i + 1] = shearedX * sin + shearedY * cos + centreY + (float) shift;
        }
        return changed;
    }
}
