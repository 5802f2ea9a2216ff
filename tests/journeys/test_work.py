"""The proof of work in a browser: the same count as the server's, in a worker, under our policy."""

from .visitor import Visitor

# What tests/portal/test_proof_of_work.py finds.
TOKEN, BITS, FOUND = "parvis", 12, "2530"
_IN_THE_PAGE = """async ([token, bits]) => {
  const { search } = await import("/static/portal/js/work_worker.js");
  return String(search(token, bits, 0, 100000)); }"""
_IN_A_WORKER = """([token, bits]) => new Promise((resolve, reject) => {
  const worker = new Worker("/static/portal/js/work_worker.js", { type: "module" });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = (fault) => reject(fault.message);
  worker.postMessage({ token, bits }); })"""


def test_browser_counts_as_the_server_does(visitor: Visitor):
    page = visitor.goes_to("/contact/")

    assert page.evaluate(_IN_THE_PAGE, [TOKEN, BITS]) == FOUND
    assert page.evaluate(_IN_A_WORKER, [TOKEN, BITS]) == FOUND
