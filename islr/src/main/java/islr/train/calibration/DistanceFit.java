package islr.train.calibration;

import islr.recognize.SignDistances;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Objects;
import java.util.Optional;

/// Finds the [SignDistances] of a model: from what it says of the clips that it learned from.
///
/// The means are those of each sign; the covariance Σ of the differences to them is common to all signs. With few clips
/// it is known badly, and in some directions not at all, so a part of the mean variance is added in each:
/// `Σ + share · (trace Σ / C) · I`. The whitening is the inverse of its Cholesky factor, divided by √C. A sign without
/// clips has the mean of all.
public final class DistanceFit {
    /// On the words, shares of 0.01 to 1 tell signs from other clips about as well (an area under the ROC curve of
    /// 0.976 to 0.978); right from wrong answers better the larger it is (0.968 to 0.976).
    private static final double SHARE = 0.2;

    private DistanceFit() {}

    /// @param logits `[N][C]` of clips that the model learned from
    /// @param labels `[N]`, what they show
    /// @return empty if nothing is known of how clips differ: there are none, all are as their means, or a logit is not
    ///     finite
    /// @throws IllegalArgumentException if there are not as many labels as rows
    public static Optional<SignDistances> of(float[][] logits, int[] labels) {
        Objects.requireNonNull(logits, "logits");
        Objects.requireNonNull(labels, "labels");
        if (logits.length != labels.length) {
            throw new IllegalArgumentException(
                    "distances: " + labels.length + " signs for " + logits.length + " clips");
        }
        if (logits.length == 0) {
            return Optional.empty();
        }
        int classes = logits[0].length;
        double[][] means = means(logits, labels, classes);
        double[][] covariance = covariance(logits, labels, means);
        double trace = 0;
        for (int i = 0; i < classes; i++) {
            trace += covariance[i][i];
        }
        // NaN, too.
        if (!(trace > 0 && trace < Float.MAX_VALUE)) {
            return Optional.empty();
        }
        for (int i = 0; i < classes; i++) {
            covariance[i][i] += SHARE * trace / classes;
        }
        return Optional
                .of(new SignDistances(tensor(means, 1), tensor(inverse(cholesky(covariance)), Math.sqrt(classes))));
    }

    private static double[][] means(float[][] logits, int[] labels, int classes) {
        double[][] means = new double[classes][classes];
        double[] all = new double[classes];
        int[] clips = new int[classes];
        for (int n = 0; n < labels.length; n++) {
            clips[labels[n]]++;
            for (int i = 0; i < classes; i++) {
                means[labels[n]][i] += logits[n][i];
                all[i] += logits[n][i] / (double) labels.length;
            }
        }
        for (int k = 0; k < classes; k++) {
            for (int i = 0; i < classes; i++) {
                means[k][i] = clips[k] == 0 ? all[i] : means[k][i] / clips[k];
            }
        }
        return means;
    }

    private static double[][] covariance(float[][] logits, int[] labels, double[][] means) {
        int classes = means.length;
        double[][] covariance = new double[classes][classes];
        double[] difference = new double[classes];
        for (int n = 0; n < labels.length; n++) {
            for (int i = 0; i < classes; i++) {
                difference[i] = logits[n][i] - means[labels[n]][i];
            }
            for (int i = 0; i < classes; i++) {
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += difference[i] * difference[j] / labels.length;
                }
            }
        }
        return covariance;
    }

    /// The lower triangular L with `L·Lᵀ` the matrix, of which the lower half is given and overwritten.
    private static double[][] cholesky(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        return a;
    }

    /// Of a lower triangular matrix: column by column, from the diagonal down.
    private static double[][] inverse(double[][] l) {
        int n = l.length;
        double[][] inverse = new double[n][n];
        for (int j = 0; j < n; j++) {
            inverse[j][j] = 1 / l[j][j];
            for (int i = j + 1; i < n; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum += l[i][k] * inverse[k][j];
                }
                inverse[i][j] = -sum / l[i][i];
            }
        }
        return inverse;
    }

    private static Tensor tensor(double[][] rows, double divisor) {
        int n = rows.length;
        float[] values = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                values[i * n + j] = (float) (rows[i][j] / divisor);
            }
        }
        return Tensor.of(Shape.of(n, n), values);
    }
}
