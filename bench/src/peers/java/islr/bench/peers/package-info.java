/// Other engines, as [islr.bench.compare.NetworkPeer]s. Only the Maven profile `peers` compiles this folder.
package islr.bench.peers;
