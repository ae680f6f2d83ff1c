package islr.tools.inspect;

/// The numbers of a tensor at a glance.
///
/// @param least of the finite ones; NaN if there are none
/// @param largest of the finite ones; NaN if there are none
/// @param mean of the finite ones; NaN if there are none
/// @param nans how many are NaN
/// @param infinite how many are infinite
record Range(double least, double largest, double mean, int nans, int infinite) {
    static Range of(float... numbers) {
        double least = Double.NaN;
        double largest = Double.NaN;
        double sum = 0;
        int nans = 0;
        int infinite = 0;
        for (float x : numbers) {
            if (Float.isNaN(x)) {
                nans++;
            } else if (Float.isInfinite(x)) {
                infinite++;
            } else {
                sum += x;
                least = x < least || Double.isNaN(least) ? x : least;
                largest = x > largest || Double.isNaN(largest) ? x : largest;
            }
        }
        int finite = numbers.length - nans - infinite;
        return new Range(least, largest, finite == 0 ? Double.NaN : sum / finite, nans, infinite);
    }

    static Range of(long... numbers) {
        double least = Double.NaN;
        double largest = Double.NaN;
        double sum = 0;
        for (long x : numbers) {
            sum += x;
            least = x < least || Double.isNaN(least) ? x : least;
            largest = x > largest || Double.isNaN(largest) ? x : largest;
        }
        return new Range(least, largest, numbers.length == 0 ? Double.NaN : sum / numbers.length, 0, 0);
    }
}
