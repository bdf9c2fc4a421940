import json

from motcua.kernel.actors import NotCompetent
from motcua.kernel.refusals import InvalidInput, NotFound
from motcua.web.refusals import problem, problem_response


class TestProblem:
    def test_says_the_code_the_status_and_what_to_do(self):
        response = problem_response(NotCompetent(power="x"))

        body = json.loads(response.content)
        assert response.status_code == body["status"] == 403
        assert body["code"] == "not_competent"
        assert "thẩm quyền" in body["detail"]

    def test_names_each_wrong_field(self):
        body = problem(InvalidInput({"email": NotFound()}))

        assert body["errors"][0]["field"] == "email"
        assert body["status"] == 422
