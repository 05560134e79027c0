/** GitHub Issues as a board: cards are issues with one label, over GitHub's REST interface. */
package io.berth.lifecycle.board.github;
