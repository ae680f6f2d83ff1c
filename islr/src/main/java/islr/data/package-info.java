/// From a path to raw landmarks: finds clips, reads them exactly, and refuses every file that is not a clip, with a
/// reason in one sentence.
///
/// [islr.data.ClipReader] is the entry point. It finds the columns of a clip (`ClipColumns`) and reads them, on several
/// threads if asked to (`ColumnTasks`). It reads the coordinates separately and then combines them (`Coordinates`), and
/// checks whether the rows are in order (`OrderCheck`). If they are not, `LabelledRows` puts them in their places or
/// says what is wrong.
///
/// [islr.data.SequenceFile] is the entry point for fingerspelling, whose files have a row for each frame and many
/// sequences. It finds the columns (`SequenceColumns`) and which rows are which sequence's (`SequenceRows`).
///
/// [islr.data.Skeleton] says which landmark stands in which row of a frame, [islr.data.SkeletonRows] which landmarks a
/// clip holds. What happens to the landmarks next is described in `islr.features`.
package islr.data;
