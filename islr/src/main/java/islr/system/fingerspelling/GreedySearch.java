package islr.system.fingerspelling;

import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Spells every clip by taking the likeliest letter each time, all clips together. Those that have ended take no more
/// work.
final class GreedySearch {
    private GreedySearch() {}

    /// Letters of every clip; the last is [Characters#END] if the phrase ended.
    ///
    /// @param most letters of a phrase, the end among them
    static List<List<Integer>> spell(NextLetters next, int clips, int most) {
        List<List<Integer>> phrases = new ArrayList<>();
        for (int s = 0; s < clips; s++) {
            phrases.add(new ArrayList<>());
        }
        List<Integer> open = new ArrayList<>();
        int[] parents = new int[clips];
        for (int s = 0; s < clips; s++) {
            open.add(s);
            parents[s] = s;
        }
        int[] tokens = new int[clips];
        Arrays.fill(tokens, Characters.START);
        for (int letter = 0; letter < most && !open.isEmpty(); letter++) {
            Tensor logits = next.after(tokens, parents, askers(open, clips));
            List<Integer> still = new ArrayList<>();
            List<Integer> from = new ArrayList<>();
            for (int p = 0; p < open.size(); p++) {
                int likeliest = likeliest(logits, p);
                phrases.get(open.get(p)).add(likeliest);
                if (likeliest != Characters.END) {
                    still.add(open.get(p));
                    from.add(p);
                }
            }
            open = still;
            parents = from.stream().mapToInt(p -> p).toArray();
            tokens = open.stream().mapToInt(s -> phrases.get(s).getLast()).toArray();
        }
        return phrases;
    }

    private static Segments askers(List<Integer> open, int clips) {
        int[] lengths = new int[clips];
        for (int s : open) {
            lengths[s] = 1;
        }
        return Segments.ofLengths(lengths);
    }

    /// Of equal ones the first.
    static int likeliest(Tensor logits, int row) {
        int columns = logits.shape().columns();
        int at = logits.offset() + row * columns;
        int likeliest = 0;
        for (int i = 1; i < columns; i++) {
            if (logits.array()[at + i] > logits.array()[at + likeliest]) {
                likeliest = i;
            }
        }
        return likeliest;
    }
}
