package islr.train.calibration;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers for metadata: four decimals are more than is known of them.
final class Rounded {
    private static final int DECIMALS = 4;

    private Rounded() {}

    /// Never up: what reaches a threshold still does.
    static double down(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.FLOOR).doubleValue();
    }

    static double nearest(double value) {
        return BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_UP).doubleValue();
    }
}
