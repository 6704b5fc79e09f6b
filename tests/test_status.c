/* The state that a node's words claim: rows of words, and what they stand in. */
#include "doc/status.h"

#include "test.h"

static const struct status_context
    measure = { .kind = KIND_RECTIFICATION, .role = ROLE_MEASURE },
    audit = { .kind = KIND_AUDIT, .role = ROLE_FINDING },
    later = { .kind = KIND_AUDIT, .role = ROLE_MEASURE, .future = true },
    promise = { .kind = KIND_RECTIFICATION, .role = ROLE_COMMITMENT, .future = true },
    proposal = { .kind = KIND_FEEDBACK, .role = ROLE_PROPOSAL },
    finding = { .kind = KIND_FEEDBACK, .role = ROLE_FINDING },
    duty = { .kind = KIND_PLAN, .role = ROLE_DUTY },
    notice = { .kind = KIND_NOTICE, .role = ROLE_DUTY };

#define DONE STATUS_DONE
#define ONGOING STATUS_ONGOING
#define PLANNED STATUS_PLANNED
#define STANDING STATUS_STANDING

static const struct row {
	const struct status_context *in;
	enum status want;
	const char *words;
} rows[] = {
	/* a product or an event */
	{ &measure, DONE, "印发《门诊排班办法》。" },
	{ &measure, DONE, "补齐短板。召开现场会2场，邀请三名专家授课。" },
	{ &measure, DONE, "成立工作小组，由院长担任组长。" },
	{ &measure, DONE, "对六家诊所开展检查，约谈店主两人。" },
	{ &measure, DONE, "新风机房去年九月建成，供暖面积达到三万平方米。" },
	{ &measure, DONE, "认真传达学习有关讲话。" },
	{ &measure, DONE, "堵住了漏洞，纠正了偏差。" },
	{ &measure, DONE, "编制《护士排班手册》，发到每个病区。" },
	{ &measure, DONE, "建立台账制度。" },
	{ &audit, DONE, "关于库房盘点不及时的问题（2个）。补缴税款3.5万元，退还押金9笔。" },
	{ &audit, DONE, "2025年8月5日前收回租金12万元，处理经办人2人。" },
	{ &measure, DONE, "旧楼加装电梯已于去年冬天投入使用。" },
	/* a heading says nothing where sentences follow */
	{ &measure, DONE, "加快信息化。开通网上挂号，上线电子票据。" },
	{ &measure, DONE, "持续正风肃纪。查处案件三起。" },
	{ &measure, DONE, "推进食堂改造。换装灶具四套。推进一体化。制定采购目录。" },
	{ &measure, DONE, "关于持续推进缓慢、长期未见成效的问题。制定方案，明确到人。" },
	/* cues inside titles, fixed names and clauses of reason or aim */
	{ &measure, DONE, "印发《关于持续推进护理下沉正在开展事项的通知》。" },
	{ &measure, DONE, "召开工作推进会，部署继续教育。" },
	{ &measure, DONE, "针对改造仍在推进的情况，制定补救方案。" },
	{ &measure, DONE, "明确责任人，确保正在办理的事项不断档。" },
	{ &measure, DONE, "将护理质量纳入考核，与绩效挂钩。" },
	{ &measure, DONE, "发放计划生育奖励金，了解群众想法。" },
	/* what was once open, and closed since */
	{ &measure, DONE, "方案正在会签。随后召开党委会审定。现已印发各科室执行。制定配套细则三份。" },
	{ &measure, DONE, "起草方案。召开座谈会，方案已印发。" },
	{ &measure, DONE, "起草实施意见，经院务会同意后印发。" },
	{ &measure, DONE, "定期走访村医。建立档案九百份。举办比武一场。" },

	/* said to be unfinished */
	{ &measure, ONGOING, "新建食堂主体正在浇筑。" },
	{ &measure, ONGOING, "护理楼改造加快推进，投入资金三百万元。" },
	{ &measure, ONGOING, "召开协调会，新址选定，手续尚未办齐。" },
	{ &measure, ONGOING, "制定办法两项。目前正与财政部门对接补助。" },
	{ &measure, ONGOING, "逐步提高夜班补贴。" },
	{ &measure, ONGOING, "办法初步成型，拟于近期印发。" },
	{ &measure, ONGOING, "修订草案完成两轮讨论，待法务审定后，择期发布。" },
	{ &audit, ONGOING, "已完成整改3个，正在整改1个，其中收回借款8万元。" },
	{ &audit, ONGOING, "已完成整改二个，正在整改一个。清理账户7个，建立制度1项。" },
	{ &measure, ONGOING, "印发通知，在各镇继续深入排查。" },
	{ &measure, ONGOING, "举办培训班一期，年内将举办技能赛五场。" },
	{ &measure, ONGOING, "引进设备六台，其余两台尽快装好。" },
	/* made, not issued */
	{ &measure, ONGOING, "研究起草护工管理细则。" },
	{ &measure, ONGOING, "制定《陪诊规范》；牵头起草《护工公约》。" },
	{ &measure, ONGOING, "组织专家讨论，形成《院感规程（征求意见稿）》。" },
	{ &measure, ONGOING, "深入调研，编制床位规划，补齐弱项。" },
	/* moved along, with no end */
	{ &measure, ONGOING, "积极推进数据对接，打破壁垒。" },
	{ &measure, ONGOING, "深化协作。加快推进双向转诊衔接，方便群众看病。" },
	{ &measure, ONGOING, "推动优质护理向社区延伸" },

	/* said to come next */
	{ &measure, PLANNED, "下一步将对九个站点进行回访。" },
	{ &measure, PLANNED, "责任科室：后勤科，明年三月底前交付。" },
	{ &promise, PLANNED, "常态化办好家风课，印发提醒单。" },
	{ &promise, PLANNED, "把严的要求长期坚持下去。" },
	{ &later, PLANNED, "旧账清理，由财务科牵头，10月底前完成；" },
	{ &proposal, PLANNED, "严格落实责任，定期回头看。" },
	{ &duty, PLANNED, "扩大家医签约。签约率不低于75%，定期随访。" },
	{ &duty, PLANNED, "持续改善就医环境，年底前改造厕所。" },
	{ &duty, PLANNED, "持续健全体系，制定《康复分级目录》。" },
	{ &duty, PLANNED, "深化薪酬改革。（人事科牵头）" },
	{ &notice, PLANNED, "请于5月20日前书面反馈。" },

	/* conduct that goes on */
	{ &measure, STANDING, "定期走访帮扶户，每月汇总一次。" },
	{ &measure, STANDING, "常态化开展夜查，紧盯值守纪律。" },
	{ &measure, STANDING, "严格落实双人复核，不留死角。" },
	{ &measure, STANDING, "加强对接。与医保部门及时通报异常线索。" },
	{ &measure, STANDING, "持续督促各院依规建档。" },
	{ &measure, STANDING, "每季度召开2次例会。" },
	/* said never to end */
	{ &audit, STANDING, "压减开支9万元。化债非一日之功，将持续控制规模。" },
	{ &audit, STANDING, "点评处方五百张。此事需要常抓不懈，将定期抽查。" },
	{ &later, STANDING, "药品监管，由药政科负责，长期坚持、常态推进。" },
	{ &duty, STANDING, "严格落实值班制度。常态化排查隐患，守牢底线。（办公室负责）" },
	{ &duty, STANDING, "各科室每月5日前报送进度，每季度通报1次。" },

	/* a label decides */
	{ &measure, STANDING, "整改状态：长期坚持。整改情况：建立制度3项。" },
	{ &measure, DONE, "整改状态：已完成并长期坚持。正在办理的另案处置。" },
	{ &measure, ONGOING, "整改状态：基本完成并继续推进。主体封顶，购置设备。" },

	/* nothing to say */
	{ &measure, STATUS_NONE, "" },
	{ &measure, STATUS_NONE, " \n　" },
	{ &finding, STATUS_NONE, "制度建立不及时，三年未修订。" },
};

static void
test_rows(void **state)
{
	unsigned failed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		enum status got = status_of(cstr(rows[i].words), rows[i].in);

		if (got == rows[i].want)
			continue;
		failed++;
		print_message("%s: %s, want %s\n", rows[i].words, status_label(got),
		    status_label(rows[i].want));
	}
	assert_int_equal(failed, 0);
}

static void
test_children(void **state)
{
	static const struct {
		enum status want;
		size_t n;
		enum status of[4];
	} kids[] = {
		{ STATUS_NONE, 0, { STATUS_NONE } },
		{ STATUS_NONE, 2, { STATUS_NONE, STATUS_NONE } },
		{ DONE, 1, { DONE } },
		{ DONE, 3, { DONE, DONE, ONGOING } },
		{ DONE, 2, { DONE, STANDING } },
		{ ONGOING, 2, { DONE, ONGOING } },
		{ ONGOING, 2, { STANDING, PLANNED } },
		{ ONGOING, 3, { STATUS_NONE, DONE, PLANNED } },
		{ DONE, 4, { STATUS_NONE, DONE, DONE, PLANNED } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof kids / sizeof kids[0]; i++)
		assert_int_equal(status_of_children(kids[i].of, kids[i].n), kids[i].want);
}

/* Every cut of every row: what ends inside a character or a cue must not be read past. */
static void
test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = strlen(rows[i].words);

		for (size_t k = 0; k <= n; k++) {
			char *copy = malloc(k > 0 ? k : 1);

			assert_non_null(copy);
			memcpy(copy, rows[i].words, k);
			assert_in_range(status_of((struct str){ copy, k }, rows[i].in), 0,
			    STATUS_COUNT - 1);
			free(copy);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_children),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
