/// From a path to raw landmarks: finds clips, reads them exactly, and refuses in one sentence what is not a clip.
///
/// [islr.data.ClipReader] is the door: it finds the columns of a clip (`ClipColumns`), reads them, on several threads
/// if asked (`ColumnTasks`), the coordinates apart and then together (`Coordinates`), and looks whether the rows are in
/// order (`OrderCheck`); if not, `RowOrder` puts them in order or says what is wrong. [islr.data.Skeleton] says which
/// landmark stands in which row of a frame, [islr.data.SkeletonRows] which of them a clip holds. What happens to the
/// landmarks then is the matter of `islr.features`.
package islr.data;
