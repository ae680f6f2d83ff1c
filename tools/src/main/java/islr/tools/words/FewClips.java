package islr.tools.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Divides the clips of one signer into a few to learn from and others to test on, as data sets of their own: what a
/// model gains when it is given some clips of a new person.
///
/// ```
/// java tools/src/main/java/islr/tools/words/FewClips.java DATA SIGNER CLIPS OUT
/// ```
///
/// People record a sign many times in one sitting, and such clips are nearly copies of each other. So `OUT/few` has the
/// first CLIPS clips of each sign's first sitting, and `OUT/rest` all clips of the other sittings. A sign of a single
/// sitting is in `few` alone. A sitting is a run of clips of one sign by one signer whose sequence numbers follow one
/// another, cut after every 30, as in the thirteen words.
///
/// The clips stay where they are: both `train.csv` name them by their whole paths.
public final class FewClips {
    private static final int SITTING = 30;
    private static final String INDEX = "train.csv";
    private static final String SIGNS = "sign_to_prediction_index_map.json";

    private FewClips() {}

    /// A row of `train.csv`.
    private record Row(String path, String signer, long sequence, String sign) {
        static Row of(String line, Path data) {
            String[] cells = line.split(",");
            if (cells.length != 4) {
                throw new IllegalArgumentException(
                        INDEX + ": '" + line + "' is not path,participant_id,sequence_id,sign");
            }
            return new Row(data.resolve(cells[0]).toAbsolutePath().normalize().toString(), cells[1],
                    Long.parseLong(cells[2]), cells[3]);
        }

        String text() {
            return path + "," + signer + "," + sequence + "," + sign;
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            System.err.println("usage: FewClips.java DATA SIGNER CLIPS OUT");
            System.exit(2);
        }
        Path data = Path.of(args[0]);
        int clips = Integer.parseInt(args[2]);
        List<String> few = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        sittings(data, args[1]).forEach((_, sittings) -> {
            sittings.getFirst().stream().limit(clips).forEach(row -> few.add(row.text()));
            sittings.stream().skip(1).flatMap(List::stream).forEach(row -> rest.add(row.text()));
        });
        write(data, Path.of(args[3], "few"), few);
        write(data, Path.of(args[3], "rest"), rest);
        System.out
                .println(few.size() + " clips of signer " + args[1] + " to learn from, " + rest.size() + " to test on");
    }

    /// The sittings of every sign of a signer.
    private static Map<String, List<List<Row>>> sittings(Path data, String signer) throws IOException {
        List<Row> rows = Files.readAllLines(data.resolve(INDEX)).stream().skip(1).map(line -> Row.of(line, data))
                .filter(row -> row.signer.equals(signer)).toList();
        Map<String, List<List<Row>>> signs = new LinkedHashMap<>();
        for (Row row : rows) {
            List<List<Row>> sittings = signs.computeIfAbsent(row.sign, _ -> new ArrayList<>());
            if (sittings.isEmpty() || sittings.getLast().size() == SITTING
                    || sittings.getLast().getLast().sequence != row.sequence - 1) {
                sittings.add(new ArrayList<>());
            }
            sittings.getLast().add(row);
        }
        return signs;
    }

    private static void write(Path data, Path folder, List<String> rows) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of("path,participant_id,sequence_id,sign"));
        lines.addAll(rows);
        Files.write(folder.resolve(INDEX), lines);
        Files.write(folder.resolve(SIGNS), Files.readAllBytes(data.resolve(SIGNS)));
    }
}
