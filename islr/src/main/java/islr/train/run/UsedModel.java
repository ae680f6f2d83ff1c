package islr.train.run;

import islr.data.SignList;
import islr.internal.Checksum;
import islr.recognize.CompleteFile;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A trained model that a run makes use of, as its settings name it: to start from, or as a teacher. The file of the
/// former is needed until the first epoch is done, then the run has everything itself; that of a teacher until the end.
///
/// @param role what it is used for
/// @param name as `--init` or `--teacher` has it: a file, or [#BUNDLED]
/// @param content tells the model from another one in its place
/// @param trainedOn the signers that it has seen
public record UsedModel(Role role, String name, String content, List<String> trainedOn) {
    /// The model that comes along.
    public static final String BUNDLED = "bundled";

    /// What a model is used for.
    public enum Role {
        INIT, TEACHER;

        /// Its key in the settings of a run, and the first word of an error about it.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private String content() {
            return key() + "_content";
        }

        private String trainedOn() {
            return key() + "_trained_on";
        }
    }

    public UsedModel {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(trainedOn, "trainedOn");
    }

    /// How a run's settings name a model.
    public static UsedModel of(Role role, String name, ModelFile file) {
        Objects.requireNonNull(file, "file");
        return new UsedModel(role, name, Checksum.of(file.state()), file.trainedOn().orElse(List.of()));
    }

    /// @return the model of this file, or the one that comes along
    /// @throws IOException whose message says what is wrong with the file
    public static ModelFile read(String name) throws IOException {
        Objects.requireNonNull(name, "name");
        return name.equals(BUNDLED) ? ModelFile.bundled() : CompleteFile.read(Path.of(name));
    }

    /// The same for a file of another program that may not say everything.
    ///
    /// @param hints what is known of it
    /// @throws IOException as [#read(String)]
    static ModelFile read(String name, ModelHints hints) throws IOException {
        return name.equals(BUNDLED) ? ModelFile.bundled() : CompleteFile.read(Path.of(name), hints);
    }

    /// The class of a sign in a model, or −1. A file without a list of signs is believed to have the same ones, if
    /// there are as many.
    static int classOf(ModelFile file, SignList signs, int sign) {
        Optional<SignList> known = file.signs();
        return known.isPresent() ? known.get().names().indexOf(signs.name(sign))
                : file.classes() == signs.size() ? sign : -1;
    }

    static Optional<UsedModel> of(Role role, Map<String, String> settings) {
        String signers = settings.getOrDefault(role.trainedOn(), "");
        return Optional.ofNullable(settings.get(role.key()))
                .map(name -> new UsedModel(role, name, settings.getOrDefault(role.content(), ""),
                        signers.isEmpty() ? List.of() : List.of(signers.split(","))));
    }

    void put(Map<String, Object> settings) {
        settings.put(role.key(), name);
        settings.put(role.content(), content);
        settings.put(role.trainedOn(), String.join(",", trainedOn));
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

    /// @param settings of the run
    /// @return the model, which is the one that the run was begun with
    /// @throws IOException if it cannot be read, or is not what it was
    public ModelFile open(RunSettings settings) throws IOException {
        Objects.requireNonNull(settings, "settings");
        ModelFile file;
        try {
            file = role == Role.INIT ? read(name, StartingModel.hints(settings)) : read(name);
        } catch (IOException e) {
            throw new IOException(
                    "resume: the model that this run " + (role == Role.INIT ? "started from" : "learns from")
                            + " cannot be read: " + e.getMessage() + "; restore the file, or start a new run",
                    e);
        }
        if (!Checksum.of(file.state()).equals(content)) {
            throw new IOException("resume: " + name + " is not the model any more that this run "
                    + (role == Role.INIT ? "started from" : "learns from") + "; restore the file, or start a new run");
        }
        return file;
    }
}
