/** Which projects live in a shared process: the policy, the proposals, and the moves. */
package io.berth.lifecycle.sharing;
