package islr.train.run;

import islr.internal.Checksum;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The model that a run starts from, as its settings name it. The file is needed until the first epoch is done; then
/// the run has everything itself.
///
/// @param name as `--init` has it
/// @param content tells the model from another one in its place
/// @param trainedOn the signers that it has seen
public record Start(String name, String content, List<String> trainedOn) {
    private static final String INIT = "init";
    private static final String CONTENT = "init_content";
    private static final String TRAINED_ON = "init_trained_on";

    public Start {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(trainedOn, "trainedOn");
    }

    /// How a run's settings name a model.
    public static Start of(StartingModel model) {
        Objects.requireNonNull(model, "model");
        return new Start(model.name(), Checksum.of(model.file().state()), model.trainedOn());
    }

    static Optional<Start> of(Map<String, String> settings) {
        String signers = settings.getOrDefault(TRAINED_ON, "");
        return Optional.ofNullable(settings.get(INIT)).map(name -> new Start(name, settings.getOrDefault(CONTENT, ""),
                signers.isEmpty() ? List.of() : List.of(signers.split(","))));
    }

    void put(Map<String, Object> settings) {
        settings.put(INIT, name);
        settings.put(CONTENT, content);
        settings.put(TRAINED_ON, String.join(",", trainedOn));
    }

    /// Why the accuracy of a run that starts from it may be too high; empty if it has seen nobody who is held out.
    ///
    /// @param heldOut signers
    public Optional<String> flattery(List<String> heldOut) {
        Objects.requireNonNull(heldOut, "heldOut");
        if (heldOut.isEmpty()) {
            return Optional.empty();
        }
        if (trainedOn.isEmpty()) {
            return Optional
                    .of("Whom " + name + " was trained on is not known: if it has seen the held-out signers, their "
                            + "accuracy will be too high.");
        }
        List<String> both = heldOut.stream().filter(trainedOn::contains).toList();
        return both.isEmpty() ? Optional.empty() : Optional.of(name + " was trained on held-out signers, too ("
                + String.join(", ", both) + "): their accuracy will be too high.");
    }

    /// @return the model, which is the one that the run started from
    /// @throws IOException if it cannot be read, or is not what it was
    public StartingModel open() throws IOException {
        StartingModel model = StartingModel.read(name);
        if (!Checksum.of(model.file().state()).equals(content)) {
            throw new IOException("resume: " + name + " is not the model any more that this run started from; restore "
                    + "the file, or start a new run");
        }
        return model;
    }
}
