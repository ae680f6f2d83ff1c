package islr.train;

import java.util.ArrayList;
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
final class ShownClips {
    private final int count;
    /// The clips of each sign.
    private final List<int[]> signs = new ArrayList<>();
    private final double[] shares;
    private final double balance;

    /// @param labels the sign of each clip
    /// @param balance b, 0 to 1
    ShownClips(int[] labels, double balance) {
        count = labels.length;
        this.balance = balance;
        TreeMap<Integer, List<Integer>> bySign = new TreeMap<>();
        for (int i = 0; i < labels.length; i++) {
            bySign.computeIfAbsent(labels[i], _ -> new ArrayList<>()).add(i);
        }
        bySign.values().forEach(clips -> signs.add(clips.stream().mapToInt(Integer::intValue).toArray()));
        double total = signs.stream().mapToDouble(clips -> Math.pow(clips.length, 1 - balance)).sum();
        shares = signs.stream().mapToDouble(clips -> count * Math.pow(clips.length, 1 - balance) / total).toArray();
    }

    /// @param random of the epoch
    int[] order(RandomGenerator random) {
        int[] all = balance == 0 ? IntStream.range(0, count).toArray() : balanced(random);
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
