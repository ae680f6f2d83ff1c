package islr.train;

import islr.dataset.LabelledSample;
import islr.system.Augmenting;
import islr.system.Training;
import islr.train.run.RunSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Which clips an epoch shows, in which order: as many as there are, every one once; or, balanced, clips of rare signs
/// more often.
///
/// A sign with n of the N clips is shown about `N·n^(1−b) / Σ n^(1−b)` times an epoch, by going round its own clips in
/// a new order: for b = 1 as often as every other sign. A model that sees a sign ten times as often as another one
/// learns that too, and answers with it when in doubt.
///
/// With so many of every sign in each batch, every batch is balanced: for each sign it goes round the sign's clips in a
/// new order, from batch to batch, until the epoch has shown about as many clips as there are.
final class ShownClips {
    private final int count;
    private final Rule rule;
    /// The clips of each sign.
    private final List<int[]> signs = new ArrayList<>();
    private final double[] shares;

    /// How clips are shown.
    ///
    /// @param balance b, 0 to 1
    /// @param size clips in a batch; of no meaning where each batch has some of every sign
    /// @param ofEverySign so many of every sign in each batch; 0 if signs come as they come
    /// @param dropLast whether the last batch of an epoch is left out if it is smaller, unless it is the only one
    record Rule(double balance, int size, int ofEverySign, boolean dropLast) {
        /// Those of a run.
        static Rule of(RunSettings settings) {
            return new Rule(settings.get(Augmenting.BALANCE), settings.get(Training.BATCH),
                    settings.get(Training.EVERY_SIGN), settings.get(Training.DROP_LAST));
        }
    }

    /// @param labels the sign of each clip
    ShownClips(int[] labels, Rule rule) {
        count = labels.length;
        this.rule = rule;
        double balance = rule.balance;
        TreeMap<Integer, List<Integer>> bySign = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            bySign.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(i);
        }
        bySign.values().forEach(clips -> signs.add(clips.stream().mapToInt(Integer::intValue).toArray()));
        double total = signs.stream().mapToDouble(clips -> Math.pow(clips.length, 1 - balance)).sum();
        shares = signs.stream().mapToDouble(clips -> count * Math.pow(clips.length, 1 - balance) / total).toArray();
    }

    /// How many batches an epoch of a run has.
    static int steps(List<LabelledSample> samples, RunSettings settings) {
        return of(samples, Rule.of(settings)).steps();
    }

    static ShownClips of(List<LabelledSample> samples, Rule rule) {
        return new ShownClips(samples.stream().mapToInt(LabelledSample::label).toArray(), rule);
    }

    /// The clips of each sign, by their numbers.
    List<int[]> signs() {
        return signs;
    }

    /// How many clips the largest batch has.
    int largest() {
        return rule.ofEverySign > 0 ? rule.ofEverySign * signs.size() : Math.min(rule.size, count);
    }

    /// How many batches an epoch has.
    int steps() {
        if (rule.ofEverySign > 0) {
            return Math.max(1, Math.round((float) count / (rule.ofEverySign * signs.size())));
        }
        return rule.dropLast ? Math.max(1, count / rule.size) : (count + rule.size - 1) / rule.size;
    }

    /// The batches of an epoch, each the numbers of its clips.
    ///
    /// @param random of the epoch
    List<int[]> batches(RandomGenerator random) {
        if (rule.ofEverySign > 0) {
            return ofEverySign(random);
        }
        int[] order = order(random);
        List<int[]> batches = new ArrayList<>();
        for (int i = 0; i < steps(); i++) {
            batches.add(Arrays.copyOfRange(order, i * rule.size, Math.min(count, (i + 1) * rule.size)));
        }
        return batches;
    }

    private List<int[]> ofEverySign(RandomGenerator random) {
        List<int[]> batches = new ArrayList<>();
        for (int i = 0; i < steps(); i++) {
            batches.add(new int[rule.ofEverySign * signs.size()]);
        }
        for (int s = 0; s < signs.size(); s++) {
            int[] clips = signs.get(s).clone();
            int shown = 0;
            for (int[] batch : batches) {
                for (int i = 0; i < rule.ofEverySign; i++) {
                    if (shown % clips.length == 0) {
                        shuffle(clips, random);
                    }
                    batch[s * rule.ofEverySign + i] = clips[shown++ % clips.length];
                }
            }
        }
        batches.forEach(batch -> shuffle(batch, random));
        return batches;
    }

    /// All clips of an epoch.
    private int[] order(RandomGenerator random) {
        int[] all = rule.balance == 0 ? IntStream.range(0, count).toArray() : balanced(random);
        shuffle(all, random);
        return all;
    }

    /// As many clips as there are. Shares are rounded so that they add up: sign s ends where the sum up to it ends.
    private int[] balanced(RandomGenerator random) {
        int[] all = new int[count];
        double end = 0;
        int at = 0;
        for (int s = 0; s < signs.size(); s++) {
            end += shares[s];
            int to = s == signs.size() - 1 ? count : (int) Math.round(end);
            int[] clips = signs.get(s).clone();
            for (int i = 0; at < to; i++) {
                if (i % clips.length == 0) {
                    shuffle(clips, random);
                }
                all[at++] = clips[i % clips.length];
            }
        }
        return all;
    }

    private static void shuffle(int[] numbers, RandomGenerator random) {
        for (int i = 0; i < numbers.length; i++) {
            int j = random.nextInt(i + 1);
            int swapped = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = swapped;
        }
    }
}
