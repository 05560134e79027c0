/**
 * Keeps a board outside and the tasks of a project in agreement: what happens here goes out with
 * the events, what people change there is read and merged, field by field.
 */
package io.berth.lifecycle.board.mirror;
